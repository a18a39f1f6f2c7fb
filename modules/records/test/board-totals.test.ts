import { where } from "@causeway/engine-conditions";
import { auditMigrations } from "@causeway/platform-audit";
import type { NewField } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  onTestServer,
  planNodes,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  addField,
  convertField,
  deleteRecord,
  keepIndexes,
  readBoard,
  recordsMigrations,
  removeField,
  setMaskRule,
  startConversion,
  updateRecord,
} from "../src/index.ts";
import { describeIndexes } from "../src/indexes/describe-indexes.ts";
import { readHelped } from "../src/indexes/help-slow-lists.ts";
import { removeIndex } from "../src/indexes/remove-index.ts";
import { dropTotals } from "../src/totals/drop-totals.ts";
import { keepTotals } from "../src/totals/keep-totals.ts";
import { sumUpTotals } from "../src/totals/sum-up-totals.ts";
import { actor, isReadAsKept, keepDealTotals, readBothWays, withDeals } from "./board-probe.ts";

const margin: NewField = { name: "margin", label: { zh: "毛利", en: "Margin" }, type: "number" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;
let ids: readonly string[];

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
  ({ ids } = await withDeals(workspace, 60));
});

const edit = (at: number, values: Record<string, unknown>) =>
  workspace.transaction((trx) =>
    updateRecord(trx, { object: "deal", id: ids[at] ?? "", values, actor }),
  );
const totals = async () =>
  (await describeIndexes(workspace)).indexes.filter(({ kind }) => kind === "totals");
const differences = async () => {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ n: number }>`select count(*)::int as n from board_totals`.execute(trx),
  );
  return rows[0]?.n ?? 0;
};
const triggerCount = async () => {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ n: number }>`select count(*)::int as n from pg_trigger
      where tgrelid = to_regclass('record_deal') and not tgisinternal`.execute(trx),
  );
  return rows[0]?.n;
};
function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
const isAnyoneWaiting = async () => {
  const rows = await onTestServer(
    test.url,
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
};
async function expectEqual(totalField: string | undefined = "amount") {
  const { kept, counted } = await readBothWays(workspace, totalField);
  expect(kept).toEqual(counted);
}

describe("keepTotals()", () => {
  it("has a board read without a look at records that are not shown", async () => {
    expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(false);
    expect(await keepDealTotals(workspace, "amount")).toEqual({ built: 1, dropped: 0 });
    expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(true);
    await expectEqual();
    const plans = await workspace.transaction((trx) =>
      explainQueries(trx, (traced) =>
        readBoard(traced, { object: "deal", totalField: "amount", limit: 2 }),
      ),
    );
    const rows = plans.flatMap(planNodes).map((node) => node["Actual Rows"] ?? 0);
    expect(Math.max(...rows)).toBeLessThan(ids.length / 2);
    expect(await totals()).toMatchObject([
      { object: "deal", fields: ["stage"], carried: ["amount"], state: "ready", scans: null },
    ]);
  });

  it("notes what a statement changes, and nothing where it changes no total", async () => {
    await keepDealTotals(workspace, "amount");
    const before = await differences();
    await edit(1, { name: "Another name" });
    expect(await differences()).toBe(before);
    await edit(1, { amount: 7.5 });
    expect(await differences()).toBe(before + 1);
    await edit(1, { stage: "won" });
    await edit(2, { stage: null, amount: null });
    await workspace.transaction((trx) =>
      deleteRecord(trx, { object: "deal", id: ids[3] ?? "", actor }),
    );
    await workspace.transaction((trx) =>
      sql`delete from record_deal where id = any(${ids.slice(4, 9)}::uuid[])`.execute(trx),
    );
    await expectEqual();
    await expectEqual(undefined);
  });

  it("is right though deals are written all the while, and though it is done twice at once", async () => {
    const end = new AbortController();
    const write = async (from: number) => {
      for (let at = from; !end.signal.aborted; at = (at + 2) % ids.length) {
        await edit(at, { amount: at * 3 + Math.random(), stage: at % 3 ? "won" : "solution" });
      }
    };
    const writers = [write(0), write(1)];
    try {
      for (let round = 0; round < 5; round++) {
        await Promise.all([
          keepDealTotals(workspace, "amount"),
          keepDealTotals(workspace, "amount"),
        ]);
        expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(true);
        for (let time = 0; time < 5; time++) await expectEqual();
        const [index] = await totals();
        await removeIndex(workspace, index?.name ?? "", { actor, locale: "zh" });
        expect(await differences()).toBe(0);
      }
    } finally {
      end.abort();
      await Promise.all(writers);
    }
  });

  it("counts once where two processes take them for theirs to make", async () => {
    await keepDealTotals(workspace, "amount");
    const [index] = await totals();
    if (index === undefined) throw new Error("no totals");
    const [counted, isWatched, end] = [signal(), signal(), signal()];
    const second: WorkspaceDatabase = {
      ...workspace,
      transaction: async (work, options) => {
        isWatched.give();
        await counted.given;
        return workspace.transaction(work, options);
      },
    };
    const first: WorkspaceDatabase = {
      ...workspace,
      transaction: (work, options) =>
        workspace.transaction(async (trx) => {
          const result = await work(trx);
          counted.give();
          await end.given;
          return result;
        }, options),
    };
    const outcomes = [keepTotals(second, index, new Date())];
    await isWatched.given;
    outcomes.push(keepTotals(first, index, new Date()));
    await counted.given;
    // The second counts now, or waits for the first.
    await expect.poll(isAnyoneWaiting).toBe(true);
    end.give();
    expect(await Promise.all(outcomes)).toEqual([false, true]);
    await expectEqual();
    expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(true);
  });

  it("goes on where a crash ended it", async () => {
    await keepDealTotals(workspace, "amount");
    // The triggers are there, and part of what they noted.
    await workspace.transaction(async (trx) => {
      await sql`update list_indexes set state = 'building'`.execute(trx);
      await sql`delete from board_totals where value = 'won'`.execute(trx);
    });
    expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(false);
    await expectEqual();
    expect((await keepIndexes(workspace, { now: new Date() })).built).toBe(1);
    expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(true);
    await expectEqual();
  });
});

describe("keptTotals()", () => {
  it("are not read for some records, nor where a trigger is missing", async () => {
    await keepDealTotals(workspace, "amount");
    const of = (input: Parameters<typeof isReadAsKept>[1]) =>
      isReadAsKept(workspace, { totalField: "amount", ...input });
    expect(await of({ search: " " })).toBe(true);
    expect(await of({ filter: where("owner_id", "isEmpty") })).toBe(false);
    expect(await of({ search: "Deal" })).toBe(false);
    expect(await of({ deleted: true })).toBe(false);
    const [index] = await totals();
    await workspace.alter((trx) =>
      sql`drop trigger ${sql.id(`${index?.name}_delete`)} on record_deal`.execute(trx),
    );
    expect(await of({})).toBe(false);
    expect(await totals()).toMatchObject([{ state: "wanted" }]);
  });

  it("give whoever may not see the amount the counts and no sum", async () => {
    await keepDealTotals(workspace, "amount");
    const mask = { object: "deal", field: "amount", role: "member", sight: "hidden" } as const;
    await setMaskRule(workspace, mask, { actor, role: "owner" });
    const as = (viewer: "member" | "admin", totalField?: string) =>
      workspace.transaction((trx) =>
        readBoard(trx, { object: "deal", limit: 1, viewer, ...(totalField && { totalField }) }),
      );
    await expect(as("member", "amount")).rejects.toMatchObject({ code: "forbidden" });
    const { columns } = await as("member");
    expect(columns.map(({ total }) => total).filter((total) => total !== null)).toEqual([]);
    expect(columns.map(({ count }) => count)).toEqual(
      (await as("admin", "amount")).columns.map(({ count }) => count),
    );
    expect(await isReadAsKept(workspace, { viewer: "member" })).toBe(true);
  });
});

describe("a field that is totalled", () => {
  beforeEach(async () => {
    await addField(workspace, "deal", margin, { actor });
    for (const at of [0, 1, 2, 3]) await edit(at, { margin: at + 0.1 });
    await keepDealTotals(workspace, "margin");
  });

  it("is removed without a trace, and a new one of its name begins at nought", async () => {
    await removeField(workspace, { object: "deal", field: "margin" }, { actor });
    expect(await differences()).toBe(0);
    await edit(5, { stage: "won" });
    await addField(workspace, "deal", margin, { actor });
    await edit(5, { margin: 3 });
    await expectEqual("margin");
    expect((await keepIndexes(workspace, { now: new Date() })).built).toBe(1);
    await edit(5, { margin: 4 });
    expect(await isReadAsKept(workspace, { totalField: "margin" })).toBe(true);
    await expectEqual("margin");
  });

  it("is not totalled by whoever waited to while the totals were dropped", async () => {
    const [row] = await totals();
    if (row === undefined) throw new Error("totals are kept");
    const dropped = { ...row, sortedBy: null };
    await dropTotals(workspace, dropped);
    expect(await triggerCount()).toBe(0);
    expect(await keepTotals(workspace, dropped, new Date())).toBe(false);
    expect(await triggerCount()).toBe(0);
  });

  it("is removed though nobody knows of its triggers any more", async () => {
    await workspace.transaction((trx) => sql`delete from list_indexes`.execute(trx));
    expect(await triggerCount()).toBe(3);
    await removeField(workspace, { object: "deal", field: "margin" }, { actor });
    expect(await triggerCount()).toBe(0);
    await edit(5, { stage: "won" });
  });

  it("is forgotten where it does not come back", async () => {
    await removeField(workspace, { object: "deal", field: "margin" }, { actor });
    expect(await keepIndexes(workspace, { now: new Date() })).toEqual({ built: 0, dropped: 1 });
    expect(await totals()).toEqual([]);
  });

  it("is converted, and its totals are kept anew where it can be added up", async () => {
    const place = { object: "deal", field: "margin" };
    for (const [type, built] of [
      ["currency", 1],
      ["text", 0],
    ] as const) {
      const id = await startConversion(workspace, place, { type }, { actor });
      await edit(6, { margin: 12 });
      await convertField(workspace, id);
      await edit(7, { stage: "won", margin: type === "text" ? "15" : 15 });
      expect((await keepIndexes(workspace, { now: new Date() })).built).toBe(built);
      await edit(8, { stage: "won" });
      if (built > 0) await expectEqual("margin");
    }
    expect(await totals()).toEqual([]);
  });
});

describe("sumUpTotals()", () => {
  it("makes one difference of each stage's while others write, read and do the same", async () => {
    await keepDealTotals(workspace, "amount");
    const [index] = await totals();
    const name = index?.name ?? "";
    for (let round = 0; round < 4; round++) {
      await Promise.all([
        ...[0, 1, 2].map((at) => edit(at + round * 3, { amount: round + at + 0.5, stage: "won" })),
        ...[0, 1].map(() => workspace.transaction((trx) => sumUpTotals(trx, name))),
        ...[0, 1].map(() => expectEqual()),
      ]);
    }
    await workspace.transaction((trx) => sumUpTotals(trx, name));
    expect(await differences()).toBeLessThanOrEqual(5);
    await expectEqual();
  });

  it("is due after 500 differences and once a day, and notes that the totals are used", async () => {
    await keepDealTotals(workspace, "amount");
    const read = () =>
      workspace.transaction((trx) =>
        readBoard(trx, { object: "deal", totalField: "amount", limit: 1 }),
      );
    expect((await read()).dueTotals).toBeUndefined();
    await workspace.transaction((trx) =>
      sql`insert into board_totals select totals, 'won', 1, 0 from (select distinct totals from board_totals) t,
        generate_series(1, 500)`.execute(trx),
    );
    const due = (await read()).dueTotals ?? "";
    const usedAt = new Date(Date.now() - 2 * 86_400_000);
    await workspace.transaction((trx) => sumUpTotals(trx, due, { usedAt }));
    expect(await totals()).toMatchObject([{ name: due, usedAt: usedAt.toISOString() }]);
    expect((await read()).dueTotals).toBe(due);
    await workspace.transaction((trx) => sumUpTotals(trx, due, { usedAt: new Date() }));
    expect((await read()).dueTotals).toBeUndefined();
  });
});

it("keepIndexes() drops totals that nobody has used for a month, and sums up the others", async () => {
  await keepDealTotals(workspace, "amount");
  for (const at of [1, 2, 3, 4, 6, 7, 8, 9]) await edit(at, { amount: at });
  expect(await keepIndexes(workspace, { now: new Date() })).toEqual({ built: 0, dropped: 0 });
  expect(await differences()).toBeLessThanOrEqual(5);
  await expectEqual();
  const later = new Date(Date.now() + 31 * 86_400_000);
  expect(await keepIndexes(workspace, { now: later })).toEqual({ built: 0, dropped: 1 });
  expect(await differences()).toBe(0);
  await edit(1, { stage: "won" });
  expect(await isReadAsKept(workspace, { totalField: "amount" })).toBe(false);
});

it("readHelped() wishes for the totals of a slow board of all deals, where there are many", async () => {
  const wishes = async (asked: object) => {
    const jobs = { send: async () => null } as never;
    const listUse = { note: () => true };
    const board = { object: "deal", isBoard: true, totalField: "amount", ...asked };
    await readHelped(workspace, { jobs, listUse }, board, async () => undefined);
    return (await totals()).length;
  };
  expect(await wishes({})).toBe(0);
  // As PostgreSQL estimates the rows of a large table.
  await onTestServer(
    test.url,
    `update pg_class set reltuples = 30000
    where oid = '${workspace.schema}.record_deal'::regclass`,
  );
  expect(await wishes({ filter: where("owner_id", "isEmpty") })).toBe(0);
  expect(await wishes({ deleted: true })).toBe(0);
  expect(await wishes({})).toBe(1);
});
