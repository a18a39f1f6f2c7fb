import {
  allOf,
  anyOf,
  type Condition,
  createMatcher,
  not,
  requireCondition,
  where,
} from "@causeway/engine-conditions";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { objectNamed, toFieldCatalog } from "@causeway/platform-schema";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Actor,
  type CountInput,
  countRecords,
  createRecord,
  createRecords,
  deleteRecord,
  type ListRecordsInput,
  listRecords,
  presentRecords,
  readBoard,
  readSchema,
  recordsMigrations,
  type StoredRecord,
} from "../src/index.ts";

const actor: Actor = { kind: "user", id: "user-1" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [recordsMigrations] });
  workspace = await test.workspace();
});
afterAll(() => test.close());

const list = (input: Partial<ListRecordsInput> & { object: string }, at = workspace) =>
  at.transaction((trx) => listRecords(trx, { limit: 50, ...input }));

async function readAll(
  input: Omit<ListRecordsInput, "after">,
  at = workspace,
): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  let after: string | undefined;
  do {
    const page = await list({ ...input, ...(after === undefined ? {} : { after }) }, at);
    expect(page.records.length).toBeLessThanOrEqual(input.limit);
    records.push(...page.records);
    after = page.nextCursor ?? undefined;
  } while (after !== undefined);
  return records;
}

const companies = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => ({
    values: { name: `company ${from + place}` },
  }));

describe("listRecords()", () => {
  const stages = ["discovery", "validation", "won", null];
  const amounts = [null, -1.5, 0, 0.1, 10, 99_999.9999];

  beforeAll(async () => {
    const draw = fc.sample(
      fc.record({
        name: fc.constantFrom("张伟", "阿里", "zoe", "Adam", "曾敏", "李雷", "重庆钢铁"),
        amount: fc.constantFrom(...amounts),
        stage: fc.constantFrom(...stages),
        expected_close: fc.constantFrom(null, "2026-01-31", "2026-02-01", "2025-12-31"),
        closed_at: fc.constantFrom(null, "2026-01-31T00:00:00.001Z", "2026-01-31T00:00:00.002Z"),
      }),
      { numRuns: 120, seed: 7 },
    );
    await workspace.transaction((trx) =>
      createRecords(trx, {
        object: "deal",
        actor,
        records: draw.map((values, index) => ({
          values,
          occurredAt: new Date(Date.UTC(2026, 0, 1 + (index % 5))),
        })),
      }),
    );
  });

  it("pages through every record once, in order, over ties and empty values", async () => {
    const fields = ["name", "amount", "stage", "expected_close", "closed_at", "created_at"];
    for (const field of fields) {
      for (const direction of ["asc", "desc"] as const) {
        const sort = { field, direction };
        const whole = await readAll({ object: "deal", sort, limit: 200 });
        expect(new Set(whole.map(({ id }) => id)).size).toBe(120);
        const firstEmpty = whole.findIndex(({ values }) => values[field] === null);
        if (firstEmpty >= 0) {
          expect(whole.slice(firstEmpty).every(({ values }) => values[field] === null)).toBe(true);
        }
        for (const limit of [1, 7, 120]) {
          const paged = await readAll({ object: "deal", sort, limit });
          expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
        }
      }
    }
  });

  it("orders names by pinyin, options in their own order, amounts as numbers", async () => {
    const distinct = async (field: string, direction: "asc" | "desc") => {
      const records = await readAll({ object: "deal", sort: { field, direction }, limit: 200 });
      return [...new Set(records.map(({ values }) => values[field]))];
    };
    expect(await distinct("name", "asc")).toEqual([
      "阿里",
      "Adam",
      "曾敏",
      "重庆钢铁",
      "李雷",
      "张伟",
      "zoe",
    ]);
    expect(await distinct("stage", "asc")).toEqual(stages);
    expect(await distinct("amount", "desc")).toEqual([99_999.9999, 10, 0.1, 0, -1.5, null]);
  });

  it("refuses cursors that are not of this list, and fields that lists do not sort by", async () => {
    const { nextCursor } = await list({ object: "deal", limit: 1 });
    const sort = { field: "amount", direction: "asc" as const };
    const forged = Buffer.from(
      JSON.stringify(["deal amount asc", "x", "00000000-0000-7000-8000-000000000000"]),
    ).toString("base64url");
    const nul = Buffer.from(
      JSON.stringify(["deal amount asc", "1\0", "00000000-0000-7000-8000-000000000000"]),
    ).toString("base64url");
    for (const after of [nextCursor ?? "", "nonsense", "", forged, nul]) {
      await expect(list({ object: "deal", sort, after })).rejects.toMatchObject({
        code: "bad-input",
      });
    }
    for (const field of ["account", "nothing", "version", 'name" desc; --']) {
      await expect(
        list({ object: "deal", sort: { field, direction: "asc" } }),
      ).rejects.toMatchObject({ code: "bad-input" });
    }
  });

  it("filters as the condition evaluates in memory, alone and nested", async () => {
    const records = await readAll({ object: "deal", limit: 200 });
    const catalog = await workspace.transaction(async (trx) => {
      const schema = await readSchema(trx);
      return toFieldCatalog(schema, objectNamed(schema, "deal"));
    });
    const leaf: fc.Arbitrary<Condition> = fc.oneof(
      fc
        .tuple(fc.constantFrom("less", "greaterOrEqual", "equals"), fc.constantFrom(-1.5, 0.1, 10))
        .map(([operator, value]) => where("amount", operator as "less", value)),
      fc.constantFrom("discovery", "won").map((value) => where("stage", "equals", value)),
      fc.constantFrom("张", "e", "钢铁").map((value) => where("name", "contains", value)),
      fc.constantFrom("2026-01-31").map((value) => where("expected_close", "lessOrEqual", value)),
      fc
        .constantFrom("2026-01-31T00:00:00.001Z")
        .map((value) => where("closed_at", "equals", value)),
      fc.constantFrom("amount", "stage", "closed_at").map((field) => where(field, "isEmpty")),
      fc.constantFrom("2026-01-03T00:00:00Z").map((value) => where("created_at", "less", value)),
    );
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        tie("tree").map((inner) => not(inner)),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((inner) => allOf(...inner)),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((inner) => anyOf(...inner)),
      ),
    }));
    for (const filter of fc.sample(tree, { numRuns: 60, seed: 11 })) {
      const matches = createMatcher(requireCondition(filter, catalog), { now: new Date() });
      const expected = records.filter(
        (record) =>
          matches({ ...record.values, created_at: record.createdAt.toISOString() }) === true,
      );
      const found = await readAll({ object: "deal", filter, limit: 200 });
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      const counted = await workspace.transaction((trx) =>
        countRecords(trx, { object: "deal", filter }),
      );
      expect(counted).toEqual({ count: expected.length, exact: true });
    }
  });

  it("counts up to a bound, and to the end when asked", async () => {
    const own = await test.workspace();
    const count = (input: Omit<CountInput, "object"> = {}) =>
      own.transaction((trx) => countRecords(trx, { object: "account", ...input }), {
        readOnly: true,
      });
    const fill = (from: number, to: number) =>
      own.transaction((trx) =>
        createRecords(trx, { object: "account", actor, records: companies(from, to) }),
      );
    for (let from = 0; from < 2_000; from += 1_000) await fill(from, from + 1_000);
    expect(await count()).toEqual({ count: 2_000, exact: true });
    await fill(2_000, 2_002);
    expect(await count()).toEqual({ count: 2_000, exact: false });
    expect(await count({ exact: true })).toEqual({ count: 2_002, exact: true });
    const named = where("name", "startsWith", "company 1");
    expect(await count({ filter: named, exact: true })).toEqual({ count: 1_111, exact: true });
  });

  it("filters through one reference, and a deleted target counts as empty", async () => {
    const own = await test.workspace();
    const create = (object: string, values: Record<string, unknown>) =>
      own.transaction((trx) => createRecord(trx, { object, values, actor }));
    const steel = await create("account", { name: "重庆钢铁", industry: "manufacturing" });
    const bank = await create("account", { name: "Bank", industry: "finance" });
    await create("deal", { name: "one", account: steel.id });
    await create("deal", { name: "two", account: bank.id });
    const filter = where("account.industry", "equals", "manufacturing");
    const names = async (condition: Condition) =>
      (await list({ object: "deal", filter: condition }, own)).records.map(({ title }) => title);
    expect(await names(filter)).toEqual(["one"]);
    await own.transaction((trx) => deleteRecord(trx, { object: "account", id: steel.id, actor }));
    expect(await names(filter)).toEqual([]);
    expect(await names(where("account.industry", "isEmpty"))).toEqual(["one"]);
    await expect(names(where("account.secret", "isEmpty"))).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  it("searches within the list, and lists deleted records only when asked", async () => {
    const own = await test.workspace();
    const { id } = await own.transaction((trx) =>
      createRecord(trx, { object: "account", values: { name: "启衡智能" }, actor }),
    );
    const titles = async (input: Partial<ListRecordsInput>) =>
      (await list({ object: "account", ...input }, own)).records.map(({ title }) => title);
    expect(await titles({ search: "qh" })).toEqual(["启衡智能"]);
    expect(await titles({ search: "不在" })).toEqual([]);
    expect(await titles({ search: "" })).toEqual(["启衡智能"]);
    await own.transaction((trx) => deleteRecord(trx, { object: "account", id, actor }));
    expect(await titles({})).toEqual([]);
    expect(await titles({ deleted: true })).toEqual(["启衡智能"]);
  });
});

describe("readBoard()", () => {
  it("has every stage with exact counts and totals, and cards that go on in the list", async () => {
    const board = await workspace.transaction((trx) =>
      readBoard(trx, { object: "deal", totalField: "amount", limit: 3 }),
    );
    const all = await readAll({ object: "deal", limit: 200 });
    expect(board.columns.map(({ value }) => value)).toEqual([
      "discovery",
      "solution",
      "validation",
      "negotiation",
      "contract",
      "won",
      "lost",
      null,
    ]);
    for (const { value, count, total, records, nextCursor } of board.columns) {
      const own = all.filter(({ values }) => Object(values).stage === value);
      const sum = own.reduce((so, { values }) => so + Number(Object(values).amount ?? 0), 0);
      expect(count).toBe(own.length);
      expect(total ?? 0).toBeCloseTo(sum, 4);
      expect(records.map(({ id }) => id)).toEqual(own.slice(0, 3).map(({ id }) => id));
      if (nextCursor === null || value === null) continue;
      const filter = where("stage", "equals", value);
      const next = await list({ object: "deal", filter, after: nextCursor, limit: 3 });
      expect(next.records.map(({ id }) => id)).toEqual(own.slice(3, 6).map(({ id }) => id));
    }
  });

  it("is refused for objects without stages and for totals of anything but numbers", async () => {
    const board = (object: string, totalField: string) =>
      workspace.transaction((trx) => readBoard(trx, { object, totalField, limit: 3 }));
    await expect(board("product", "price")).rejects.toMatchObject({ code: "bad-input" });
    await expect(board("deal", "name")).rejects.toMatchObject({ code: "bad-input" });
  });
});

it("presentRecords() names what records refer to", async () => {
  const own = await test.workspace();
  const documents = await own.transaction(async (trx) => {
    const account = await createRecord(trx, { object: "account", values: { name: "启衡" }, actor });
    const values = { name: "李雷", account: account.id };
    const contact = await createRecord(trx, { object: "contact", values, ownerId: "u1", actor });
    const documents = await presentRecords(trx, [contact], async () => new Map([["u1", "Ann"]]));
    return { documents, account };
  });
  expect(documents.documents[0]?.references).toEqual({ u1: "Ann", [documents.account.id]: "启衡" });
});

it("listRecords() brings the titles of what its page refers to, so that showing it asks for nothing more", async () => {
  const own = await test.workspace();
  const { asked, documents, account } = await own.transaction(async (trx) => {
    const account = await createRecord(trx, { object: "account", values: { name: "启衡" }, actor });
    const records = [{ name: "李雷", account: account.id }, { name: "韩梅" }];
    for (const values of records) await createRecord(trx, { object: "contact", values, actor });
    const documents: unknown[] = [];
    const asked = await explainQueries(trx, async (traced) => {
      const sort = { field: "name", direction: "desc" } as const;
      const page = await listRecords(traced, { object: "contact", sort, limit: 5 });
      documents.push(...(await presentRecords(traced, page.records, async () => new Map())));
    });
    return { asked, documents, account };
  });
  expect(documents).toMatchObject([
    { title: "李雷", references: { [account.id]: "启衡" } },
    { title: "韩梅", references: {} },
  ]);
  // The schema for each of the two, and the page.
  expect(asked).toHaveLength(3);
});
