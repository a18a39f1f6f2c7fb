import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  planNodes,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  countRecords,
  createRecords,
  listRecords,
  recordsMigrations,
  searchRecords,
} from "../src/index.ts";
import { gramsOfText, objectGram } from "../src/search/grams.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const people = 5000;
const companies = 1200;
let test: TestDatabase;
let workspace: WorkspaceDatabase;

/** Everybody has an address at example.com, no company has one; the name of every company ends with the same word. */
beforeAll(async () => {
  test = await createTestDatabase({ modules: [recordsMigrations] });
  workspace = await test.workspace();
  await workspace.transaction(async (trx) => {
    await fill(trx, "contact", people, (index) => ({
      name: `客户${index}`,
      email: `x${index}@example.com`,
    }));
    await fill(trx, "account", companies, (index) => ({ name: `远航${index}有限公司` }));
  });
  // As after a night: what waits to be put into the inverted index is in it.
  for (const table of ["record_account", "record_contact", "search_entries"]) {
    await workspace.alterOutsideTransaction(sql`vacuum analyze ${sql.table(table)}`);
  }
});
afterAll(() => test.close());

async function fill(
  trx: WorkspaceTransaction,
  object: string,
  count: number,
  values: (index: number) => Record<string, string>,
): Promise<void> {
  const records = Array.from({ length: count }, (_, index) => ({ values: values(index) }));
  await createRecords(trx, { object, actor, records });
}

it.each(["name", "created_at"])(
  "a list of what was searched, by %s, is as long as its count says",
  async (field) => {
    const listed = (object: string, search: string) =>
      workspace.transaction(async (trx) => {
        const list = { object, search, limit: 200, sort: { field, direction: "asc" as const } };
        const { records } = await listRecords(trx, list);
        return [records.length, (await countRecords(trx, { object, search, exact: true })).count];
      });
    expect(await listed("contact", "ex")).toEqual([200, people]);
    expect(await listed("account", "ex")).toEqual([0, 0]);
    expect(await listed("account", "gs")).toEqual([200, companies]);
    expect(await listed("contact", "gs")).toEqual([0, 0]);
    // More grams than the index is asked for: "x" begins every person's address, and stands within the sound of 有限.
    expect(await listed("account", "x 远航 有限公司")).toEqual([0, 0]);
    // In the middle of "yuanhang".
    expect(await listed("account", "an")).toEqual([0, 0]);
  },
);

/** Entries without their records, which a search for what they do not contain never comes to. */
async function addEntries(object: string, text: string, count: number): Promise<void> {
  const grams = [...gramsOfText(text), objectGram(object)];
  await workspace.transaction((trx) =>
    sql`insert into search_entries (object, record_id, text, grams, created_at)
      select ${object}::text, gen_random_uuid(), ${text}::text, ${grams}::integer[], now()
      from generate_series(1, ${count}::integer)`.execute(trx),
  );
}

it("a word that stands in all people and no company is sought among companies by the index", async () => {
  await addEntries("contact", "person example com", 40_000);
  await addEntries("account", "远航有限公司", 10_000);
  await workspace.alterOutsideTransaction(sql`vacuum analyze search_entries`);
  const { found, plans } = await workspace.transaction(async (trx) => {
    const search = { text: "ex", objects: ["account"], limit: 20 };
    const plans = await explainQueries(trx, (traced) => searchRecords(traced, search));
    return { found: await searchRecords(trx, search), plans };
  });
  expect(found).toEqual([]);
  const passed = plans.flatMap(planNodes).map((node) => node["Rows Removed by Filter"] ?? 0);
  expect(Math.max(...passed)).toBeLessThan(5_000);
});
