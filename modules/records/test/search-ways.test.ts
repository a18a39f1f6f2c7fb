import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  planNodes,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Actor,
  countRecords,
  createRecords,
  listRecords,
  readSchema,
  recordsMigrations,
  searchRecords,
} from "../src/index.ts";
import { fillEntryTimes, lacksEntryTimes } from "../src/search/fill-entry-times.ts";
import { planSearches, titleMatches } from "../src/search/search-sql.ts";
import { searchStatistics } from "../src/search/search-statistics.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const total = 2100;
let test: TestDatabase;
let workspace: WorkspaceDatabase;

/** Every third is a company with a common ending, every hundredth has a rare name. */
const nameOf = (index: number) =>
  `${index % 100 === 0 ? "启衡" : "客户"}${index}${index % 3 === 0 ? "有限公司" : "中心"}`;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [recordsMigrations] });
  workspace = await test.workspace();
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor,
      records: Array.from({ length: total }, (_, index) => ({
        values: { name: nameOf(index) },
        occurredAt: new Date(Date.UTC(2026, 0, 1) + index * 1000),
      })),
    }),
  );
});
afterAll(() => test.close());

const expected = (part: string) =>
  Array.from({ length: total }, (_, index) => nameOf(index))
    .filter((name) => name.includes(part))
    .reverse();

it.each([
  ["有限", "walk"],
  ["启衡", "grams"],
  ["无此", "grams"],
  ["%", "nothing"],
  // In the middle of "kehu", the sound of every name: two letters are sought where something begins, or as initials.
  ["eh", "grams"],
  ["户", "grams"],
])("a search for %s goes by %s and finds what is there, page by page", async (part, way) => {
  const [plan] = await workspace.transaction(async (trx) =>
    planSearches(trx, await readSchema(trx), ["account"], part),
  );
  expect(plan?.way).toBe(way);
  const titles: string[] = [];
  let after: string | undefined;
  do {
    const place = after === undefined ? {} : { after };
    const page = await workspace.transaction((trx) =>
      listRecords(trx, { object: "account", search: part, limit: 200, ...place }),
    );
    titles.push(...page.records.map(({ title }) => title));
    after = page.nextCursor ?? undefined;
  } while (after !== undefined);
  const wanted = ["eh", "户"].includes(part) ? [] : expected(part);
  expect(titles).toEqual(wanted);
  const counted = await workspace.transaction((trx) =>
    countRecords(trx, { object: "account", search: part }),
  );
  expect(counted).toEqual({ count: wanted.length, exact: true });
  const found = await workspace.transaction((trx) => searchRecords(trx, { text: part, limit: 20 }));
  expect(found).toHaveLength(Math.min(20, wanted.length));
  expect(found.every(({ title }) => title.includes(part))).toBe(true);
});

it("planSearches() does not look at records where a rare gram says that few can match", async () => {
  await workspace.alter((trx) => sql`analyze record_account, search_entries`.execute(trx));
  const planned = await workspace.transaction(async (trx) => {
    // Another look at the statistics than that of the tests above.
    const schema = { ...(await readSchema(trx)) };
    // Of objects only: the history is larger than any, and would make each look small.
    const { sizes } = await searchStatistics(trx, schema);
    expect([...sizes.keys()].sort()).toEqual(schema.objects.map(({ name }) => name).sort());
    return explainQueries(trx, async (traced) => {
      for (const part of ["启衡", "有限"]) await planSearches(traced, schema, ["account"], part);
    });
  });
  const lookups = planned.filter((plan) =>
    planNodes(plan).some((node) => node["Actual Rows"] === 2000),
  );
  expect(lookups).toHaveLength(1);
});

it("titleMatches() finds titles that begin with the text by the index of titles", async () => {
  const { rows, indexes } = await workspace.transaction(async (trx) => {
    const schema = await readSchema(trx);
    const [plan] = await planSearches(trx, schema, ["account"], "qiheng");
    const account = objectNamed(schema, "account");
    const found = plan && titleMatches(account, plan, "qiheng", 3);
    if (found === undefined) throw new TypeError("the plan needs no look at titles");
    await sql`set local enable_seqscan to off`.execute(trx);
    const plans = await explainQueries(trx, (traced) => found.execute(traced));
    const { rows } = await sql<{ text: string }>`${found}`.execute(trx);
    return { rows, indexes: plans.flatMap(planNodes).map((node) => node["Index Name"]) };
  });
  const titles = rows.map(({ text }) => text.split("\n")[0]);
  expect(titles).toHaveLength(3);
  expect(titles.every((title) => title?.startsWith("启衡"))).toBe(true);
  expect(indexes).toContain("record_account_title_key_id_idx");
});

describe("a page of hits, by the time of their records", () => {
  const wanted = expected("启衡");
  const page = (
    direction: "asc" | "desc",
    after?: string,
    trx?: Parameters<typeof listRecords>[0],
  ) => {
    const input = {
      object: "account",
      search: "启衡",
      limit: 8,
      sort: { field: "created_at", direction },
      ...(after === undefined ? {} : { after }),
    };
    return trx
      ? listRecords(trx, input)
      : workspace.transaction((own) => listRecords(own, input), { readOnly: true });
  };
  const readAll = async (direction: "asc" | "desc") => {
    const titles: string[] = [];
    for (let after: string | undefined, isOver = false; !isOver; ) {
      const { records, nextCursor } = await page(direction, after);
      titles.push(...records.map(({ title }) => title));
      after = nextCursor ?? undefined;
      isOver = nextCursor === null;
    }
    return titles;
  };

  it("looks up as records only those that it shows", async () => {
    const plans = await workspace.transaction((trx) =>
      explainQueries(trx, (traced) => page("desc", undefined, traced)),
    );
    const nodes = plans.flatMap(planNodes);
    const looked = nodes.filter((node) => node["Index Name"] === "record_account_pkey");
    const count = looked.reduce(
      (sum, node) => sum + (node["Actual Rows"] ?? 0) * (node["Actual Loops"] ?? 1),
      0,
    );
    expect(wanted.length).toBe(21);
    // One more than the page, to know whether there is a next.
    expect(count).toBe(9);
  });

  it("is the same before the entries of an earlier version are filled, and fillEntryTimes() fills them", async () => {
    expect(await readAll("desc")).toEqual(wanted);
    expect(await readAll("asc")).toEqual([...wanted].reverse());
    await workspace.alter(async (trx) => {
      await sql`alter table search_entries alter column created_at drop not null`.execute(trx);
      await sql`update search_entries set created_at = null
        where record_id in (select id from record_account where name like '%7%')`.execute(trx);
    });
    expect(await workspace.transaction(lacksEntryTimes)).toBe(true);
    expect(await readAll("desc")).toEqual(wanted);
    expect(await readAll("asc")).toEqual([...wanted].reverse());
    const open = Array.from({ length: total }, (_, index) => index).filter((index) =>
      String(index).includes("7"),
    );
    expect(await fillEntryTimes(workspace)).toBe(open.length);
    expect(await workspace.transaction(lacksEntryTimes)).toBe(false);
    const { rows } = await workspace.transaction((trx) =>
      sql`select 1 from search_entries s join record_account t on t.id = s.record_id
        where s.created_at is distinct from t.created_at`.execute(trx),
    );
    expect(rows).toEqual([]);
    expect(await fillEntryTimes(workspace)).toBe(0);
  });
});
