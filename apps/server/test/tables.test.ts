import { declarationOf } from "@causeway/platform-audit";
import {
  assertIsolated,
  assertSharedTablesNamed,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allMigrations } from "../src/index.ts";
import { allPersonalData } from "../src/personal-data.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: allMigrations });
});
afterAll(() => test.close());

it("every table of the product is a workspace's own or named as shared, and no role reaches another's", async () => {
  await assertSharedTablesNamed(test);
  expect(await assertIsolated(test)).toBeGreaterThan(50);
});

it("every table of a workspace is declared in personal-data.ts of its module: what it holds of a person, and by what it is erased", async () => {
  const workspace = await test.workspace();
  const columns = await workspace.transaction(async (trx) => {
    const { rows } = await sql<{ table: string; column: string }>`
      select c.relname as table, a.attname as column from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition`.execute(trx);
    return rows;
  });
  const tables = new Set(columns.map(({ table }) => table));
  const faults = [...tables].flatMap((table) => {
    const own = columns.filter((each) => each.table === table);
    const declaration = declarationOf(allPersonalData, table);
    if (declaration === undefined) return [`${table} is not declared`];
    if (declaration.holds === "nothing") return [];
    const known = new Set(["*", ...own.map(({ column }) => column)]);
    const { own: ways = {}, mentions = [], unique = [] } = declaration;
    return [...Object.values(ways).flat(2), ...mentions, ...unique]
      .filter((column) => !known.has(column))
      .map((column) => `${table} has no column ${column}`);
  });
  const gone = Object.keys(allPersonalData).filter(
    (name) => !name.endsWith("*") && !tables.has(name),
  );
  expect([...faults, ...gone.map((name) => `${name} is declared and not there`)]).toEqual([]);
});
