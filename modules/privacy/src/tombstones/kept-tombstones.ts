import { AppError } from "@causeway/kernel";
import { type AuditActor, buryHashes, type TombstoneKey } from "@causeway/platform-audit";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type ErasureDependencies, requestErasure } from "../erasure/request-erasure.ts";
import { erasureUnderWay } from "../person/kept-person.ts";

/** The tombstones of one erasure, to be kept beside backups; nobody can be known from them. */
export interface KeptTombstones {
  readonly erasure: string;
  readonly hashes: readonly string[];
}

/** All tombstones in force, by erasure. */
export async function readKeptTombstones(
  trx: WorkspaceTransaction,
): Promise<readonly KeptTombstones[]> {
  const { rows } = await sql<KeptTombstones>`
    select erasure_id::text as erasure, array_agg(hash order by hash) as hashes from tombstones
    where lifted_at is null group by erasure_id order by erasure_id`.execute(trx);
  return rows;
}

const atOnce = 5_000;

/**
 * Puts kept tombstones in force again, after an older backup was restored, and begins to erase whomever they mean that
 * the backup brought back. Returns the ids of the erasures that began. The installation's secret must be the one they
 * were made under.
 */
export async function applyKeptTombstones(
  workspace: WorkspaceDatabase,
  kept: readonly KeptTombstones[],
  actor: AuditActor,
  dependencies: ErasureDependencies,
): Promise<readonly string[]> {
  for (const { erasure, hashes } of kept) {
    await workspace.transaction((trx) => buryHashes(trx, erasure, hashes));
  }
  const wanted = new Set(kept.flatMap(({ hashes }) => hashes));
  const begun: string[] = [];
  for (const start of await broughtBack(workspace, wanted, dependencies.key)) {
    const id = await workspace.transaction((trx) => eraseAgain(trx, start, actor, dependencies));
    if (id !== null) begun.push(id);
  }
  return begun;
}

interface Start {
  readonly object: string;
  readonly id: string;
}

interface Named extends Start {
  readonly kind: string;
  readonly value: string;
}

/** Profiles, contacts and leads that have an identifier of those. */
async function broughtBack(
  workspace: WorkspaceDatabase,
  wanted: ReadonlySet<string>,
  key: TombstoneKey,
): Promise<readonly Start[]> {
  const found: Start[] = [];
  let after: Named | undefined = { object: "", id: "", kind: "", value: "" };
  while (after !== undefined) {
    const place: Named = after;
    const page: readonly Named[] = await workspace.transaction((trx) => someNamed(trx, place), {
      readOnly: true,
    });
    found.push(...page.filter((row) => wanted.has(key.of(row))));
    after = page.at(-1);
  }
  return found;
}

async function someNamed(
  trx: WorkspaceTransaction,
  { kind, value, id }: Named,
): Promise<readonly Named[]> {
  const { rows } = await sql<Named>`
    select * from (
      select 'profile' as object, profile_id::text as id, kind, value from identifiers where not shared
      union all select object, record_id::text, kind, value from record_identifiers
      where object in ('contact', 'lead')) named
    where (kind, value, id) > (${kind}, ${value}, ${id})
    order by kind, value, id limit ${atOnce}`.execute(trx);
  return rows;
}

/** Null for somebody who is being erased, or was meanwhile. */
async function eraseAgain(
  trx: WorkspaceTransaction,
  start: Start,
  actor: AuditActor,
  dependencies: ErasureDependencies,
): Promise<string | null> {
  if ((await erasureUnderWay(trx, start.id)) !== null) return null;
  try {
    return await requestErasure(trx, start, "restored-backup", actor, dependencies);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
