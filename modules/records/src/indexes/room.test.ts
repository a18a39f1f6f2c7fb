import { expect, it } from "vitest";
import { chooseToBuild, chooseToYield, type IndexRow } from "./room.ts";

const now = new Date("2026-06-01T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

function row(name: string, change: Partial<IndexRow> = {}): IndexRow {
  return {
    ...{ name, object: "contact", kind: "ordered", fields: [], sorted_by: null, carried: [] },
    ...{ reason: "use", state: "ready", error: null, scans: 0, built_at: now },
    ...{ created_at: now, used_at: now, ...change },
  } as IndexRow;
}

const twelve = Array.from({ length: 12 }, (_, at) => row(`ready ${at}`));

it("chooseToBuild() takes what was asked for by hand first, then views, and stops where there is no room", () => {
  const wanted = (["use", "view", "hand"] as const).map((reason) =>
    row(reason, { reason, state: "wanted" }),
  );
  const names = (rows: readonly IndexRow[]) => chooseToBuild(rows).map(({ name }) => name);
  expect(names(wanted)).toEqual(["hand", "view", "use"]);
  expect(names([...twelve.slice(1), ...wanted])).toEqual(["hand", "view"]);
  expect(names([...twelve, ...wanted])).toEqual(["hand"]);
});

it("chooseToYield() gives up what was unused for a week, the longest unused first, and only for others that wait", () => {
  const stale = [row("week", { used_at: daysAgo(8) }), row("weeks", { used_at: daysAgo(20) })];
  const view = row("view", { reason: "view", used_at: daysAgo(25) });
  const full = [...twelve.slice(3), ...stale, view];
  const waiting = row("new", { state: "wanted" });
  const names = (rows: readonly IndexRow[]) => chooseToYield(rows, now).map(({ name }) => name);
  expect(names(full)).toEqual([]);
  expect(names([...full, waiting])).toEqual(["weeks"]);
  expect(names([...twelve, waiting])).toEqual([]);
  expect(names([...full, row("deal", { object: "deal", state: "wanted" })])).toEqual([]);
});
