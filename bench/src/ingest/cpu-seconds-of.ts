import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** CPU time of a PostgreSQL server so far: of its first process, its children, and those that ended. NaN but on Linux. */
export function cpuSecondsOf(postmaster: number | undefined): number {
  if (postmaster === undefined || process.platform !== "linux") return Number.NaN;
  let ticks = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    if (Number(name) === postmaster) ticks += sum(fields.slice(11, 15));
    else if (Number(fields[1]) === postmaster) ticks += sum(fields.slice(11, 13));
  }
  return ticks / ticksPerSecond;
}

/** The fields after the name of the program, which may hold blanks: state, parent, … */
function statOf(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

function sum(fields: readonly string[]): number {
  return fields.reduce((total, field) => total + Number(field), 0);
}
