import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Condition,
  compileToSql,
  type FieldDescription,
  requireCondition,
  where,
} from "../src/index.ts";

const label = { zh: "", en: "" };
const catalog = new Map<string, FieldDescription>([
  ["name", { type: "text", label }],
  ["amount", { type: "number", label }],
  ["price", { type: "number", label, sqlType: "numeric" }],
  ["seen", { type: "dateTime", label }],
  ["tags", { type: "multiSelect", label }],
  ["account", { type: "reference", label }],
]);

/** 20,000 rows, an index of its own for every way to use it. */
const statements = [
  `create table samples (name text, amount float8, price numeric(18, 2), seen timestamptz(3), tags text[], account uuid)`,
  `insert into samples
     select md5(i::text), i, i, timestamptz '2026-01-01' + i * interval '1 minute', array['t' || i % 500],
       ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid
     from generate_series(1, 20000) as i`,
  `create index by_name on samples (name)`,
  `create index by_name_bytes on samples (name collate "C")`,
  `create index by_folded_name on samples (lower(name collate "C"))`,
  `create index by_amount on samples (amount)`,
  `create index by_price on samples (price)`,
  `create index by_seen on samples (seen)`,
  `create index by_tags on samples using gin (tags)`,
  `create index by_account on samples (account)`,
];

let test: TestDatabase;
let plan: (condition: Condition) => Promise<string>;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [] });
  const workspace = await test.workspace();
  await workspace.alter(async (trx) => {
    for (const statement of [...statements, "analyze samples"])
      await sql.raw(statement).execute(trx);
  });
  plan = (condition) =>
    workspace.transaction(async (trx) => {
      const { fragments, parameters } = compileToSql(requireCondition(condition, catalog), {
        column: (field) => `"${field}"`,
        now: new Date("2026-01-02T00:00:00Z"),
      });
      const filter = sql(Object.assign([...fragments], { raw: fragments }), ...parameters);
      const result = await sql<{
        "QUERY PLAN": string;
      }>`explain select * from samples where ${filter}`.execute(trx);
      return result.rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
});
afterAll(() => test.close());

const uuid = "00000000-0000-4000-8000-000000000007";

it.each<[string, Condition]>([
  ["by_name", where("name", "equals", "c4ca4238a0b923820dcc509a6f75849b")],
  ["by_name", where("name", "in", ["a", "b"])],
  ["by_name_bytes", where("name", "startsWith", "c4ca")],
  ["by_name_bytes", where("name", "between", "c4ca", "c4cb")],
  ["by_folded_name", where("name", "equalsIgnoringCase", "C4CA4238A0B923820DCC509A6F75849B")],
  ["by_amount", where("amount", "greater", 19_990)],
  ["by_price", where("price", "equals", 12.5)],
  ["by_seen", where("seen", "inLastDays", 0)],
  ["by_tags", where("tags", "containsAny", ["t7", "t8"])],
  ["by_tags", where("tags", "containsAll", ["t7"])],
  ["by_account", where("account", "equals", uuid)],
  ["by_account", where("account", "in", [uuid])],
])("compileToSql lets PostgreSQL use %s for %j", async (index, condition) => {
  expect(await plan(condition)).toMatch(new RegExp(`\\b${index}\\b`));
});
