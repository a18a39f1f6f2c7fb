import { AppError } from "@causeway/kernel";
import type { Erasure, Erasures } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ErasureBasis, ErasureCounts } from "./erasure-tables.ts";
import { readProgress } from "./read-progress.ts";

interface ErasureRow {
  readonly id: string;
  readonly basis: ErasureBasis;
  readonly state: Erasure["state"];
  readonly step: string | null;
  readonly actor_id: string;
  readonly requested_at: Date;
  readonly finished_at: Date | null;
  readonly counts: ErasureCounts;
  readonly found: number;
  readonly tombstones: number;
  readonly error: string | null;
}

/** The latest erasures, and what became of late arrivals. */
export async function listErasures(
  trx: WorkspaceTransaction,
  limit: number,
  nameOf: (id: string) => string,
): Promise<Erasures> {
  const { rows } = await sql<{ outcome: string; count: number }>`
    select outcome, sum(count)::bigint as count from erased_arrivals group by outcome`.execute(trx);
  const count = (outcome: string) =>
    Number(rows.find((row) => row.outcome === outcome)?.count ?? 0);
  return {
    erasures: await present(trx, await readErasures(trx, null, limit), nameOf),
    arrivals: { dropped: count("dropped"), stripped: count("stripped") },
  };
}

/** One erasure. Throws `AppError("not-found")`. */
export async function getErasure(
  trx: WorkspaceTransaction,
  id: string,
  nameOf: (id: string) => string,
): Promise<Erasure> {
  const [erasure] = await present(trx, await readErasures(trx, id, 1), nameOf);
  if (erasure === undefined) {
    throw new AppError("not-found", { zh: "没有这次删除", en: "There is no such erasure" });
  }
  return erasure;
}

async function readErasures(
  trx: WorkspaceTransaction,
  id: string | null,
  limit: number,
): Promise<readonly ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`
    select e.*, (select count(*)::int from tombstones t
      where t.erasure_id = e.id and t.lifted_at is null) as tombstones
    from erasures e where ${id}::uuid is null or e.id = ${id}::uuid
    order by requested_at desc, id desc limit ${limit}`.execute(trx);
  return rows;
}

async function present(
  trx: WorkspaceTransaction,
  rows: readonly ErasureRow[],
  nameOf: (id: string) => string,
): Promise<Erasure[]> {
  const progress = await readProgress(
    trx,
    rows.filter(({ state }) => state !== "done"),
  );
  return rows.map((row) => ({
    id: row.id,
    basis: row.basis,
    state: row.state,
    progress: progress.get(row.id) ?? null,
    requestedBy: nameOf(row.actor_id),
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    counts: row.counts,
    found: row.state === "done" ? row.found : null,
    tombstones: row.tombstones,
    error: row.error,
  }));
}
