import { createHmac } from "node:crypto";
import type { SecretBox, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { PersonIdentifier } from "../personal-data/erased-person.ts";

/** Makes the traces by which erased people are known again; the values themselves cannot be had from them. */
export interface TombstoneKey {
  /** Of an identifier: the same value under another kind has another one. */
  readonly of: (identifier: PersonIdentifier) => string;
  /** Of a value whatever its kind; null for values so short that others have them too. */
  readonly ofValue: (value: string) => string | null;
  /** Of a name that only one person bore. */
  readonly ofName: (name: string) => string;
}

const shortestValue = 6;

/** HMAC-SHA-256 under the installation's secret: without it nobody can try values out. */
export function tombstoneKey(secrets: Pick<SecretBox, "derive">): TombstoneKey {
  const key = secrets.derive("tombstones");
  const digest = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    of: ({ kind, value }) => digest(`${kind}\u0000${value}`),
    ofName: (name) => digest(`\u0000name\u0000${name.toLowerCase()}`),
    ofValue: (value) => (value.length < shortestValue ? null : digest(`\u0000${value}`)),
  };
}

/** NOTIFY channel on which a workspace says, by its id, that its tombstones changed. */
export const tombstonesChannel = "causeway_tombstones";

/** By what somebody is to be known again. */
export interface Buried {
  readonly identifiers: readonly PersonIdentifier[];
  /** Names that nobody else bore; they are taken out of what names the person otherwise too. */
  readonly names: readonly string[];
}

/** Buries identifiers: what names them later is not taken in. */
export async function bury(
  trx: WorkspaceTransaction,
  key: TombstoneKey,
  erasure: string,
  { identifiers, names }: Buried,
): Promise<void> {
  const hashes = [
    ...names.map(key.ofName),
    ...identifiers.flatMap((each) => [key.of(each), key.ofValue(each.value)]),
  ].filter((hash) => hash !== null);
  await buryHashes(trx, erasure, hashes);
}

/** The same for traces that were made before, such as those kept beside a backup. */
export async function buryHashes(
  trx: WorkspaceTransaction,
  erasure: string,
  hashes: readonly string[],
): Promise<void> {
  await sql`insert into tombstones (hash, erasure_id) select distinct h, ${erasure}::uuid
    from unnest(${hashes}::text[]) as h
    on conflict (hash) do update set erasure_id = excluded.erasure_id, lifted_at = null, lifted_by = null`.execute(
    trx,
  );
  await announceTombstones(trx);
}

/** Takes the tombstones of an erasure away: the person came back. False when there were none in force. */
export async function liftTombstones(
  trx: WorkspaceTransaction,
  erasure: string,
  by: string,
): Promise<boolean> {
  const lifted = await sql`update tombstones set lifted_at = now(), lifted_by = ${by}
    where erasure_id = ${erasure}::uuid and lifted_at is null`.execute(trx);
  await announceTombstones(trx);
  return (lifted.numAffectedRows ?? 0n) > 0n;
}

/** Whether there is anybody to be known again: in most workspaces nobody has been erased yet. */
export async function isAnybodyBuried(trx: WorkspaceTransaction): Promise<boolean> {
  const found = await sql<{ readonly isAnybody: boolean }>`
    select exists (select 1 from tombstones where lifted_at is null) as "isAnybody"`.execute(trx);
  return found.rows[0]?.isAnybody ?? false;
}

/** Those of some traces that are in force, with the erasure each came from. */
export async function buriedAmong(
  trx: WorkspaceTransaction,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<{ hash: string; erasure: string }>`
    select hash, erasure_id as erasure from tombstones
    where hash = any(${hashes}::text[]) and lifted_at is null`.execute(trx);
  return new Map(rows.map(({ hash, erasure }) => [hash, erasure]));
}

/** All traces in force. */
export async function readTombstones(trx: WorkspaceTransaction): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ hash: string }>`
    select hash from tombstones where lifted_at is null`.execute(trx);
  return new Set(rows.map(({ hash }) => hash));
}

async function announceTombstones(trx: WorkspaceTransaction): Promise<void> {
  await sql`select pg_notify(${tombstonesChannel}, current_setting('app.workspace'))`.execute(trx);
}
