import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import fc from "fast-check";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Condition,
  compileToSql,
  createMatcher,
  type Row,
  requireCondition,
  type Verdict,
} from "../src/index.ts";
import {
  now,
  randomCatalog,
  randomColumns,
  randomComparison,
  randomConditions,
  randomPairs,
  randomRows,
  seed,
  timeZone,
} from "./random-condition.ts";

type WorkspaceDatabase = Awaited<ReturnType<TestDatabase["workspace"]>>;

const rowCount = 50;

let test: TestDatabase;
let workspace: WorkspaceDatabase;
/** As the driver gives them back: what `evaluate` sees in the product. */
let rows: readonly Row[];

beforeAll(async () => {
  const columns = randomColumns.map(([name, type]) => `"${name}" ${type}`);
  const create = `create table samples (id integer primary key, ${columns.join(", ")})`;
  const migration = {
    name: "0001-samples",
    up: async (database: Parameters<typeof run>[1]) => run(create, database),
  };
  test = await createTestDatabase({ modules: [{ module: "conditions", workspace: [migration] }] });
  workspace = await test.workspace();
  await workspace.transaction(async (trx) => {
    for (const [index, row] of fc.sample(randomRows, { numRuns: rowCount, seed }).entries()) {
      const names = randomColumns.map(([name]) => sql.id(name));
      const values = randomColumns.map(([name]) => sql`${row[name]}`);
      await sql`insert into samples (id, ${sql.join(names)}) values (${index}, ${sql.join(values)})`.execute(
        trx,
      );
    }
    rows = (await sql<Row>`select * from samples order by id`.execute(trx)).rows;
  });
});
afterAll(() => test.close());

async function run(
  text: string,
  executor: Parameters<RawBuilder<unknown>["execute"]>[0],
): Promise<void> {
  await sql.raw(text).execute(executor);
}

/** A compiled condition as a Kysely expression. */
function toExpression(condition: Condition): RawBuilder<Verdict> {
  const { fragments, parameters } = compileToSql(requireCondition(condition, randomCatalog), {
    column: (field) => `"${field}"`,
    now,
    timeZone,
  });
  return sql(Object.assign([...fragments], { raw: fragments }), ...parameters);
}

/** Verdicts of PostgreSQL, by condition, then row. */
async function databaseVerdicts(conditions: readonly Condition[]): Promise<readonly Verdict[][]> {
  const list = sql.join(conditions.map(toExpression));
  const result = await workspace.transaction((trx) =>
    sql<{
      verdicts: Verdict[];
    }>`select array[${list}] as verdicts from samples order by id`.execute(trx),
  );
  return conditions.map((_, place) => result.rows.map(({ verdicts }) => verdicts[place] ?? null));
}

function memoryVerdicts(condition: Condition): readonly Verdict[] {
  return rows.map(createMatcher(requireCondition(condition, randomCatalog), { now, timeZone }));
}

/** Compares both backends on every row and returns the verdicts, by condition. */
async function compare(conditions: readonly Condition[]): Promise<readonly (readonly Verdict[])[]> {
  const fromDatabase = await databaseVerdicts(conditions);
  return conditions.map((condition, place) => {
    const fromMemory = memoryVerdicts(condition);
    const different = rows.findIndex(
      (_, index) => fromMemory[index] !== fromDatabase[place]?.[index],
    );
    const row = rows[different];
    if (row !== undefined) {
      const { text } = compileToSql(requireCondition(condition, randomCatalog), {
        column: String,
        now,
      });
      throw new Error(
        `memory ${fromMemory[different]}, database ${fromDatabase[place]?.[different]} for ${JSON.stringify(condition)}\n${text}\n${JSON.stringify(row)}`,
      );
    }
    return fromMemory;
  });
}

describe("compileToSql and evaluate", () => {
  it.each([...new Set(randomPairs.map(([, operator]) => operator))])(
    "agree on %s for every field type it applies to",
    async (operator) => {
      const pairs = randomPairs.filter((pair) => pair[1] === operator);
      const conditions = pairs.flatMap(([field]) =>
        fc.sample(randomComparison(field, operator), { numRuns: 25, seed }),
      );
      const seen = new Set((await compare(conditions)).flat());
      const alwaysKnown = operator === "isEmpty" || operator === "isNotEmpty";
      expect(seen).toEqual(new Set(alwaysKnown ? [true, false] : [true, false, null]));
    },
  );

  it("agree on 20,000 random trees × 50 rows", { timeout: 180_000 }, async () => {
    const counts = new Map<Verdict, number>();
    const trees = fc.array(randomConditions, { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(trees, async (conditions) => {
        for (const verdict of (await compare(conditions)).flat()) {
          counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
        }
      }),
      { numRuns: 400, seed },
    );
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBe(20_000 * rowCount);
    for (const verdict of [true, false, null]) {
      expect(counts.get(verdict) ?? 0).toBeGreaterThan(total / 10);
    }
  });
});
