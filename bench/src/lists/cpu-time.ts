import { readFileSync } from "node:fs";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { cpuSecondsOf } from "../ingest/cpu-seconds-of.ts";

export interface CpuTime {
  readonly nodeMs: number;
  /** Of all processes of the PostgreSQL server, also those that helped with one query. */
  readonly databaseMs: number;
}

/**
 * Processor time that this process and PostgreSQL have taken so far; unlike a clock it does not count what other
 * programs on the machine do. Null where the system does not tell (other than Linux).
 */
export async function cpuTime(workspace: WorkspaceDatabase): Promise<CpuTime | null> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx),
  );
  const { user, system } = process.cpuUsage();
  const postmaster = parentOf(rows[0]?.pid);
  if (postmaster === undefined) return null;
  const databaseMs = cpuSecondsOf(postmaster) * 1000;
  return Number.isNaN(databaseMs) ? null : { nodeMs: (user + system) / 1000, databaseMs };
}

function parentOf(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

/** From one moment to another, in ms of both together; null where it is not known. */
export function cpuBetween(before: CpuTime | null, after: CpuTime | null): number | null {
  if (before === null || after === null) return null;
  return after.nodeMs - before.nodeMs + after.databaseMs - before.databaseMs;
}
