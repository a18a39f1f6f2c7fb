import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionFromUrl, withClient } from "../src/connection.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [] });
});
afterAll(() => test.close());

it("WorkspaceDatabase.transaction() fails alone when its connection breaks between two queries", async () => {
  const workspace = await test.workspace();
  const broken = workspace.transaction(async (trx) => {
    const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await withClient(connectionFromUrl(test.url), async (client) => {
      await client.query("select pg_terminate_backend($1, 5000)", [found.rows[0]?.pid]);
    });
    // The break is read from the socket before the next query is sent.
    await new Promise((resolve) => setImmediate(resolve));
    await sql`select 1`.execute(trx);
  });
  await expect(broken).rejects.toThrow();
  const next = await workspace.transaction((trx) => sql<{ n: number }>`select 1 as n`.execute(trx));
  expect(next.rows).toEqual([{ n: 1 }]);
});

it("WorkspaceDatabase.runPrepared() fails alone when its connection breaks, and takes another one afterwards", async () => {
  const workspace = await test.workspace();
  const wait = { name: "wait", text: "select pg_sleep(600)" };
  const broken = workspace.runPrepared(wait, []);
  broken.catch(() => undefined);
  await withClient(connectionFromUrl(test.url), (client) =>
    expect
      .poll(
        async () => {
          const { rows } = await client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`,
          );
          return rows.length;
        },
        { timeout: 30_000 },
      )
      .toBe(1),
  );
  await expect(broken).rejects.toThrow();
  await workspace.runPrepared({ name: "one", text: "select 1" }, []);
});
