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

/** Columns of text that say why something ended as it did, and how their readers get it in their language. */
const reasons: Readonly<Record<string, string>> = {
  "runs.detail": "words of our own that detailWords() knows, or what keptWords() kept",
  "list_indexes.reason": "one of our own codes",
  "outbox.detail": "words of our own that detailWords() knows, or what keptWords() kept",
  "erasures.error": "a code of PostgreSQL's or the name of an error; never a sentence",
  "projections.error": "for the log of the operator; pages say only that it fails",
  "demo_load.message": "what keptWords() kept",
  "agent_runs.veto_reason": "what a person wrote",
  "withheld_runs.reason": "one of our own codes",
};

it("every reason that is stored is kept in both languages, or is not a sentence of the product's", async () => {
  const workspace = await test.workspace();
  const { rows } = await workspace.transaction((trx) =>
    sql<{ name: string }>`
      select c.relname || '.' || a.attname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.atttypid = 'text'::regtype and not starts_with(c.relname, 'record_')
        and a.attname ~ '(^|_)(error|reason|detail|failure|message|problem|why)$'`.execute(trx),
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(reasons).sort());
});
