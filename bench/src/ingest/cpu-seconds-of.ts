import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/**
 * CPU time of a PostgreSQL server so far: of its processes that run, in nanoseconds of the scheduler, and of those that
 * ended, in ticks. NaN but on Linux.
 */
export function cpuSecondsOf(postmaster: number | undefined): number {
  if (postmaster === undefined || process.platform !== "linux") return Number.NaN;
  let nanoseconds = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    if (Number(name) === postmaster || parentOf(name) === postmaster) nanoseconds += timeOf(name);
  }
  const [user = 0, system = 0] = fieldsOf(String(postmaster)).slice(13, 15).map(Number);
  return nanoseconds / 1e9 + (user + system) / ticksPerSecond;
}

function parentOf(pid: string): number {
  return Number(fieldsOf(pid)[1]);
}

/** The fields after the name of the program, which may hold blanks: state, parent, …; 13 and 14 are ended children's. */
function fieldsOf(pid: string): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
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
