import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { connectionFromUrl, withClient } from "../src/connection.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";

const patience = { timeout: 60_000 };
let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [] });
});
afterAll(() => test.close());

it("Database.listen() hears what a committed transaction notified, and nothing after it stopped", async () => {
  const workspace = await test.workspace();
  const heard: string[] = [];
  const stop = await test.database.listen("events", (payload) => heard.push(payload));
  const notify = (payload: string, fail = false) =>
    workspace.transaction(async (trx) => {
      await sql`select pg_notify('events', ${payload})`.execute(trx);
      if (fail) throw new Error("rolled back");
    });
  await expect(notify("lost", true)).rejects.toThrow("rolled back");
  await notify("kept");
  await vi.waitFor(() => expect(heard).toEqual(["kept"]), patience);
  await stop();
  const other: string[] = [];
  await test.database.listen("events", (payload) => other.push(payload));
  await notify("again");
  await vi.waitFor(() => expect(other).toEqual(["again"]), patience);
  expect(heard).toEqual(["kept"]);
});

it("Database.listen() connects again when its connection breaks, and says so by an empty payload", async () => {
  const heard: string[] = [];
  let wasDeaf = false;
  await test.database.listen("restarts", (payload) => heard.push(payload));
  expect(test.database.isListening()).toBe(true);
  const watch = setInterval(() => {
    wasDeaf ||= !test.database.isListening();
  }, 1);
  await withClient(connectionFromUrl(test.url), (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
    ),
  );
  await vi.waitFor(
    () => expect([heard, test.database.isListening()]).toEqual([[""], true]),
    patience,
  );
  clearInterval(watch);
  expect(wasDeaf).toBe(true);
  await test.database.shared((trx) => sql`select pg_notify('restarts', 'back')`.execute(trx));
  await vi.waitFor(() => expect(heard).toEqual(["", "back"]), patience);
});
