import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { touchpointsMigrations } from "../src/index.ts";
import { dateArray, textArray, timestampArray, uuidArray } from "../src/ingest/binary-arrays.ts";
import { createReusedMemory } from "../src/ingest/reused-memory.ts";

let test: TestDatabase;
let workspace: WorkspaceDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [touchpointsMigrations] });
  workspace = await test.workspace();
});
afterAll(() => test.close());

it("textArray(), uuidArray(), timestampArray() and dateArray() arrive as PostgreSQL reads their texts", async () => {
  const text = fc
    .string({ unit: "binary", maxLength: 30 })
    .map((value) => value.replaceAll("\0", ""));
  const day = fc
    .date({ min: new Date("1970-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const row = fc.record({
    text: fc.option(text),
    id: fc.uuid(),
    time: fc.date({
      min: new Date("0001-01-01"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    }),
    day,
  });
  // Memory that holds what the arrays of the run before were.
  const reused = createReusedMemory();
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.boolean(), (rows, isBytes) =>
      reused.lend(async (memory) => {
        const texts = rows.map((each) =>
          isBytes && each.text !== null ? Buffer.from(each.text) : each.text,
        );
        const ids = rows.map((each) => each.id);
        const times = rows.map((each) => each.time);
        const days = rows.map((each) => each.day);
        const { rows: found } = await workspace.transaction((trx) =>
          sql`select unnest(${textArray(texts, memory)}::text[]) as text,
            unnest(${uuidArray(ids, memory)}::uuid[]) as id,
            unnest(${timestampArray(times, memory)}::timestamptz[]) as time,
            unnest(${dateArray(days, memory)}::date[]) as day`.execute(trx),
        );
        expect(found).toEqual(rows);
      }),
    ),
    { numRuns: 100 },
  );
});
