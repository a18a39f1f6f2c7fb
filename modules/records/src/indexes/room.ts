import type { Selectable } from "kysely";
import type { IndexTables } from "./index-tables.ts";

export type IndexRow = Selectable<IndexTables["list_indexes"]>;

/** Every index costs each write a little: so many for one object, and in all; those that people asked for are extra. */
export const mostIndexes = { perObject: 12, inAll: 60 } as const;

const unusedDays = 7;
const dayMs = 86_400_000;
const ranks: Readonly<Record<IndexRow["reason"], number>> = { hand: 0, view: 1, use: 2 };

/** What is not there yet and has room, in the order in which to build it: by hand, for views, for use. */
export function chooseToBuild(rows: readonly IndexRow[]): readonly IndexRow[] {
  const taken = rows.filter(({ state, reason }) => state === "ready" && reason !== "hand");
  const counts = new Map<string, number>();
  for (const { object } of taken) counts.set(object, (counts.get(object) ?? 0) + 1);
  let inAll = taken.length;
  return rows
    .filter(({ state }) => state !== "ready")
    .sort((left, right) => ranks[left.reason] - ranks[right.reason])
    .filter(({ object, reason }) => {
      if (reason === "hand") return true;
      const count = counts.get(object) ?? 0;
      if (count >= mostIndexes.perObject || inAll >= mostIndexes.inAll) return false;
      counts.set(object, count + 1);
      inAll++;
      return true;
    });
}

/** What gives its room up to others that wait: of no view, and unused for a week; the longest unused first. */
export function chooseToYield(rows: readonly IndexRow[], now: Date): readonly IndexRow[] {
  const building = new Set(chooseToBuild(rows));
  const waiting = rows.filter((row) => row.state === "wanted" && !building.has(row));
  const stale = rows
    .filter(
      ({ state, reason, used_at }) =>
        state === "ready" &&
        reason === "use" &&
        now.getTime() - used_at.getTime() > unusedDays * dayMs,
    )
    .sort((left, right) => left.used_at.getTime() - right.used_at.getTime());
  const yielded: IndexRow[] = [];
  for (const { object } of waiting) {
    const own = stale.find((row) => row.object === object && !yielded.includes(row));
    const any = rows.filter(({ state }) => state === "ready").length >= mostIndexes.inAll;
    const next = own ?? (any ? stale.find((row) => !yielded.includes(row)) : undefined);
    if (next !== undefined) yielded.push(next);
  }
  return yielded;
}
