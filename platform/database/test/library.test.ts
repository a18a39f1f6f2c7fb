import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withLibraryRole } from "../src/index.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";
import { notes } from "./example-modules.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [notes] });
  const pool = test.database.libraryPool("jobs");
  await pool.query("create table queue (id bigint generated always as identity, task text)");
});
afterAll(() => test.close());

it("Database.libraryPool() works in the library's own schema and reaches nothing else", async () => {
  const pool = test.database.libraryPool("jobs");
  await pool.query("insert into queue (task) values ('own')");
  const found = await pool.query("select task, current_schema() as schema from jobs.queue");
  expect(found.rows).toEqual([{ task: "own", schema: "jobs" }]);
  await pool.query("delete from queue");
  const { schema } = await test.workspace();
  for (const table of [`${schema}.notes`, "shared.workspaces"]) {
    await expect(pool.query(`select * from ${table}`)).rejects.toMatchObject({ code: "42501" });
  }
  const auth = test.database.libraryPool("auth");
  await expect(auth.query("select * from jobs.queue")).rejects.toMatchObject({ code: "42501" });
});

it("withLibraryRole() writes with the caller's transaction and gives its role back", async () => {
  const workspace = await test.workspace();
  const send = (fail: boolean) =>
    workspace.transaction(async (trx) => {
      await withLibraryRole(trx, "jobs", () =>
        sql`insert into queue (task) values ('sent')`.execute(trx),
      );
      await sql`insert into notes (body) values ('beside it')`.execute(trx);
      if (fail) throw new Error("stop");
    });
  const queued = async () =>
    (await test.database.libraryPool("jobs").query("table queue")).rowCount;
  await expect(send(true)).rejects.toThrow("stop");
  expect(await queued()).toBe(0);
  await send(false);
  expect(await queued()).toBe(1);
});

it("withLibraryRole() gives the role back when the work throws", async () => {
  const workspace = await test.workspace();
  const role = await workspace.transaction(async (trx) => {
    const inside = withLibraryRole(trx, "auth", () => Promise.reject(new Error("no")));
    await expect(inside).rejects.toThrow("no");
    return (await sql<{ role: string }>`select current_user as role`.execute(trx)).rows[0]?.role;
  });
  expect(role).toMatch(new RegExp(`${workspace.schema}$`));
});
