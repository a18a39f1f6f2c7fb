import type { ModuleMigrations, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** Who acted, as histories and journals store it. */
export interface AuditActor {
  readonly kind: string;
  readonly id: string;
}

/** One thing that somebody did; changes of single records have their own history. */
export interface AuditEntry {
  readonly actor: AuditActor;
  /** Dotted, past tense: `schema.field-added`, `records.exported`. */
  readonly action: string;
  /** What it was done to: an object's name, an import's id. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface StoredAuditEntry extends Required<AuditEntry> {
  readonly id: number;
  readonly at: Date;
}

export const auditMigrations: ModuleMigrations = {
  module: "audit",
  workspace: [
    {
      name: "0001-audit-log",
      async up(database) {
        await sql`create table audit_log (
          id bigint generated always as identity primary key,
          at timestamptz(3) not null default now(),
          actor_kind text not null, actor_id text not null,
          action text not null, subject text not null, details jsonb not null)`.execute(database);
      },
    },
    {
      name: "0002-tombstones",
      async up(database) {
        await sql`create table tombstones (
          hash text primary key,
          erasure_id uuid not null,
          buried_at timestamptz(3) not null default now(),
          lifted_at timestamptz(3), lifted_by text)`.execute(database);
        await sql`create index tombstones_by_erasure on tombstones (erasure_id)`.execute(database);
      },
    },
    {
      name: "0003-consents",
      async up(database) {
        await sql`create table consents (
          id bigint generated always as identity primary key,
          kind text not null, value text not null,
          purpose text not null, decision text not null check (decision in ('granted', 'refused')),
          source text not null, text_version text, proof text, event_id bigint,
          given_at timestamptz(3) not null, recorded_at timestamptz(3) not null default now(),
          actor_kind text not null, actor_id text not null)`.execute(database);
        await sql`create index consents_by_identifier on consents (kind, value)`.execute(database);
        await sql`create index consents_refused on consents (purpose) where decision = 'refused'`.execute(
          database,
        );
        await sql`create unique index consents_of_event on consents (event_id, kind, value, purpose)
          where event_id is not null`.execute(database);
        await sql`create table consent_rules (
          purpose text primary key, needs_consent boolean not null)`.execute(database);
      },
    },
  ],
};

/** Writes an entry in the transaction of what it tells about: both stand, or neither. */
export async function recordAudit(trx: WorkspaceTransaction, entry: AuditEntry): Promise<void> {
  const { actor, action, subject, details = {} } = entry;
  await sql`insert into audit_log (actor_kind, actor_id, action, subject, details)
    values (${actor.kind}, ${actor.id}, ${action}, ${subject}, ${JSON.stringify(details)})`.execute(
    trx,
  );
}

/** The latest entries, newest first; `before` is the id to go on from. */
export async function readAudit(
  trx: WorkspaceTransaction,
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<readonly StoredAuditEntry[]> {
  const found = await sql<
    Omit<StoredAuditEntry, "actor"> & { readonly actorKind: string; readonly actorId: string }
  >`select id, at, actor_kind as "actorKind", actor_id as "actorId", action, subject, details
    from audit_log where ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit}`.execute(trx);
  return found.rows.map(({ actorKind, actorId, ...entry }) => ({
    ...entry,
    actor: { kind: actorKind, id: actorId },
  }));
}
