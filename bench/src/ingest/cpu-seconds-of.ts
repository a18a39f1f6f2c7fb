import { readdirSync, readFileSync } from "node:fs";

/**
 * CPU time of the backends of a PostgreSQL server so far, and of its other processes that still run. NaN but on Linux.
 * Counts in nanoseconds of the scheduler: ticks of /proc/PID/stat are too coarse for one statement.
 */
export function cpuSecondsOf(postmaster: number | undefined): number {
  if (postmaster === undefined || process.platform !== "linux") return Number.NaN;
  let nanoseconds = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    if (Number(name) === postmaster || parentOf(name) === postmaster) nanoseconds += timeOf(name);
  }
  return nanoseconds / 1e9;
}

/** The second field after the name of the program, which may hold blanks. */
function parentOf(pid: string): number {
  const text = read(`/proc/${pid}/stat`);
  return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
}

function timeOf(pid: string): number {
  return Number(read(`/proc/${pid}/schedstat`).split(" ")[0]);
}

/** Empty when the process has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
