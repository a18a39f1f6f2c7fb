import {
  AppError,
  type BothLanguages,
  newId,
  type SourceId,
  type WorkspaceId,
} from "@causeway/kernel";
import type { CreatedSource, NewSource, Source, TouchpointKind } from "@causeway/platform-contract";
import type {
  SecretBox,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { checkSettings } from "../connectors/check-settings.ts";
import { getConnector } from "../connectors/registry.ts";
import { sourcesChannel } from "../log/channels.ts";
import type { TouchpointTables } from "../tables.ts";
import { keyContext, needed, sealedSettings } from "./connection.ts";
import { hashWriteKey, newWriteKey, writeKeyStart } from "./write-key.ts";

/**
 * Makes a source; the write key is in the answer and nowhere else.
 * `history` sources state themselves when their events became known (`receivedAt` of the event, else its timestamp):
 * for imports of the past, whose events must count as known when they happened. `secrets` is needed for kinds that keep
 * a secret or an address. Throws `AppError("bad-input")` for settings that are not complete.
 */
export async function createSource(
  workspace: WorkspaceDatabase,
  input: NewSource,
  secrets?: SecretBox,
): Promise<CreatedSource> {
  return workspace.transaction((trx) => insertSource(trx, workspace.id, input, secrets));
}

/** `createSource()` in the caller's transaction. */
export async function insertSource(
  trx: WorkspaceTransaction,
  workspace: WorkspaceId,
  input: NewSource,
  secrets?: SecretBox,
): Promise<CreatedSource> {
  const writeKey = newWriteKey(workspace);
  const id = newId() as SourceId;
  const isWeb = (input.kind ?? "web") === "web";
  const connector = getConnector(input.connector ?? (isWeb ? "website" : "events-api"));
  const settings = checkSettings(connector, input.settings ?? {});
  await trx
    .$extendTables<TouchpointTables>()
    .insertInto("sources")
    .values({
      id,
      name: input.name,
      kind:
        input.connector === undefined || connector.choosesKind
          ? (input.kind ?? "web")
          : connector.kind,
      history: input.history ?? false,
      connects: input.connects ?? true,
      key_hash: hashWriteKey(writeKey),
      key_start: writeKeyStart(writeKey),
      enabled: true,
      created_at: sql`now()`,
      deleted_at: null,
      connector: connector.name,
      ...sealedSettings(connector, id, settings, secrets),
      // The address of a webhook is looked at more than once; a key of an SDK is shown this once.
      sealed_key:
        connector.way === "webhook" ? needed(secrets).seal(writeKey, keyContext(id)) : null,
    })
    .execute();
  await announce(trx, workspace);
  return { ...(await getSource(trx, id)), writeKey };
}

/** Pauses or resumes a source, or renames it. Throws `AppError("not-found")`. */
export function changeSource(
  workspace: WorkspaceDatabase,
  id: SourceId,
  change: { readonly enabled?: boolean | undefined; readonly name?: string | undefined },
): Promise<Source> {
  return workspace.transaction(async (trx) => {
    await getSource(trx, id);
    const { enabled, name } = change;
    await sql`update sources set enabled = coalesce(${enabled ?? null}, enabled),
      name = coalesce(${name ?? null}, name) where id = ${id}`.execute(trx);
    await announce(trx, workspace.id);
    return getSource(trx, id);
  });
}

/** Revokes the key for good; what the source sent stays. Throws `AppError("not-found")`. */
export async function deleteSource(workspace: WorkspaceDatabase, id: SourceId): Promise<void> {
  await workspace.transaction(async (trx) => {
    await getSource(trx, id);
    await sql`update sources set deleted_at = now(), enabled = false where id = ${id}`.execute(trx);
    await announce(trx, workspace.id);
  });
}

/** All sources that were not deleted, oldest first, each with its health. */
export async function listSources(trx: WorkspaceTransaction): Promise<readonly Source[]> {
  return (await readSources(trx, null)).map(present);
}

export async function getSource(trx: WorkspaceTransaction, id: SourceId): Promise<Source> {
  const [row] = await readSources(trx, id);
  if (row === undefined)
    throw new AppError("not-found", { zh: "没有这个来源", en: "There is no such source" });
  return present(row);
}

interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: TouchpointKind;
  readonly key_start: string;
  readonly enabled: boolean;
  readonly connects: boolean;
  readonly connected_at: Date | null;
  readonly created_at: Date;
  readonly last_at: Date | null;
  readonly accepted: number;
  readonly rejected: number;
  readonly connector: string;
  readonly last_error: BothLanguages | null;
  readonly last_error_at: Date | null;
  readonly hourly: readonly number[];
  readonly waiting: number;
  readonly dead: number;
}

async function readSources(
  trx: WorkspaceTransaction,
  id: SourceId | null,
): Promise<readonly SourceRow[]> {
  const found = await sql<SourceRow>`
    select s.id, s.name, s.kind, s.key_start, s.enabled, s.connects, s.connected_at, s.created_at, health.last_at,
           s.connector, s.last_error, s.last_error_at,
           coalesce(raw.waiting, 0)::bigint as waiting, coalesce(raw.dead, 0)::bigint as dead,
           array(select coalesce(sum(h.accepted), 0)::float8
                 from generate_series(date_trunc('hour', now()) - interval '23 hours',
                                      date_trunc('hour', now()), interval '1 hour') as slot
                 left join source_hours h on h.source_id = s.id and h.hour = slot
                 group by slot order by slot) as hourly,
           coalesce(health.accepted, 0)::bigint as accepted,
           coalesce(health.rejected, 0)::bigint as rejected
    from sources s left join lateral (
      select max(last_at) filter (where accepted + duplicates > 0) as last_at,
             sum(accepted) filter (where hour > now() - interval '24 hours') as accepted,
             sum(rejected) filter (where hour > now() - interval '24 hours') as rejected
      from source_hours where source_id = s.id) health on true
    left join lateral (
      select count(*) filter (where state = 'waiting') as waiting,
             count(*) filter (where state = 'dead') as dead
      from raw_deliveries where source_id = s.id) raw on true
    where s.deleted_at is null and (${id}::uuid is null or s.id = ${id}::uuid)
    order by s.created_at, s.id`.execute(trx);
  return found.rows;
}

function present(row: SourceRow): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    keyStart: row.key_start,
    enabled: row.enabled,
    connects: row.connects,
    connectedAt: row.connected_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    lastEventAt: row.last_at?.toISOString() ?? null,
    events24h: row.accepted,
    rejected24h: row.rejected,
    connector: row.connector,
    hourly: [...row.hourly],
    waiting: row.waiting,
    deadLetters: row.dead,
    lastError: row.last_error,
    lastErrorAt: row.last_error_at?.toISOString() ?? null,
  };
}

async function announce(trx: WorkspaceTransaction, workspace: WorkspaceId): Promise<void> {
  await sql`select pg_notify(${sourcesChannel}, ${workspace})`.execute(trx);
}
