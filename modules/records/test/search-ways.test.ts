import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  countRecords,
  createRecords,
  listRecords,
  recordsMigrations,
  searchRecords,
} from "../src/index.ts";
import { planSearches } from "../src/search/search-sql.ts";

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
])("a search for %s goes by %s and finds what is there, page by page", async (part, way) => {
  const [plan] = await workspace.transaction((trx) => planSearches(trx, ["account"], part));
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
  expect(titles).toEqual(expected(part));
  const counted = await workspace.transaction((trx) =>
    countRecords(trx, { object: "account", search: part }),
  );
  expect(counted).toEqual({ count: expected(part).length, exact: true });
  const found = await workspace.transaction((trx) => searchRecords(trx, { text: part, limit: 20 }));
  expect(found).toHaveLength(Math.min(20, expected(part).length));
  expect(found.every(({ title }) => title.includes(part))).toBe(true);
});
