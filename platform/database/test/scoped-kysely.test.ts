import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions, connectionFromUrl } from "../src/connection.ts";
import { scopedKysely } from "../src/scoped-kysely.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";

let test: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [] });
  // One connection: what a transaction leaves on it the next one finds.
  const options = clientOptions(connectionFromUrl(test.url));
  pool = new pg.Pool({ ...options, pipeline: true, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await test.close();
});

const own = { schema: "pg_catalog", settings: { "app.workspace": "one" } };
const someone = () => ({ ...own, role: connectionFromUrl(test.url).user });
const nobody = { ...own, role: "nobody_of_that_name" };
const setting = sql<{ name: string }>`select current_setting('app.workspace', true) as name`;

it("scopedKysely() has its settings in the first statement of a transaction, and none after it", async () => {
  const database = scopedKysely<unknown>(pool, someone());
  const names = database.transaction().execute(async (trx) => {
    const all = await Promise.all([setting.execute(trx), setting.execute(trx)]);
    return all.map(({ rows }) => rows[0]?.name);
  });
  expect(await names).toEqual(["one", "one"]);
  const outside = await pool.query("select current_setting('app.workspace', true) as name");
  expect(outside.rows).toEqual([{ name: "" }]);
});

it("scopedKysely() says of each statement what kept its transaction from beginning, and gives the connection back whole", async () => {
  const database = scopedKysely<unknown>(pool, nobody);
  const outcomes = await database
    .transaction()
    .execute(async (trx) =>
      Promise.allSettled([setting.execute(trx), sql`select 1 as n`.execute(trx)]),
    )
    .catch((error: Error) => error.message);
  // What the work swallows the commit says once more.
  expect(outcomes).toBe('role "nobody_of_that_name" does not exist');
  const said: string[] = [];
  const note = (error: Error) => said.push(error.message);
  await database
    .transaction()
    .execute((trx) =>
      Promise.all([setting.execute(trx).catch(note), setting.execute(trx).catch(note)]),
    )
    .catch(note);
  await database
    .transaction()
    .execute(async () => undefined)
    .catch(note);
  await database
    .transaction()
    .execute((trx) => setting.execute(trx))
    .catch(note);
  expect(said).toEqual(Array(5).fill('role "nobody_of_that_name" does not exist'));
  const after = await scopedKysely<unknown>(pool, someone())
    .transaction()
    .execute((trx) => setting.execute(trx));
  expect(after.rows).toEqual([{ name: "one" }]);
});

it("scopedKysely() does not wait for the end of a transaction that only reads, and the next one comes after it", async () => {
  const database = scopedKysely<unknown>(pool, someone());
  const reads = () => database.transaction().setAccessMode("read only");
  const locked = await reads().execute(async (trx) => {
    await sql`lock table pg_class in access share mode`.execute(trx);
    return setting.execute(trx);
  });
  expect(locked.rows).toEqual([{ name: "one" }]);
  const inside = await pool.query("select current_setting('app.workspace', true) as name");
  expect(inside.rows).toEqual([{ name: "" }]);
  expect((await reads().execute((trx) => setting.execute(trx))).rows).toEqual([{ name: "one" }]);
});

it("scopedKysely() does not let a transaction that only reads end well after an error that its work swallowed", async () => {
  const reads = scopedKysely<unknown>(pool, someone()).transaction().setAccessMode("read only");
  const swallowed = reads.execute((trx) =>
    sql`select 1 / 0`.execute(trx).catch(() => "nothing happened"),
  );
  await expect(swallowed).rejects.toThrow();
  const after = await scopedKysely<unknown>(pool, someone())
    .transaction()
    .execute((trx) => setting.execute(trx));
  expect(after.rows).toEqual([{ name: "one" }]);
});
