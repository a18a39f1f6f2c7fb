import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { type SourceId, systemClock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { onTestServer } from "@causeway/platform-database/testing";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchSource } from "../src/fetching/fetch-source.ts";
import { listSources, processDeliveries } from "../src/index.ts";
import { changeSettings } from "../src/sources/connection.ts";
import { latestEvents } from "../src/sources/latest-events.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";

let server: IngestionServer;
let bridge: Server;
beforeAll(async () => {
  server = await startIngestionServer();
  // The test's own server plays the other system; it is reached by a socket file only.
  const { host, port } = new pg.Client({ connectionString: server.test.url });
  bridge = createServer((client) => {
    const there = host.startsWith("/")
      ? connect(join(host, `.s.PGSQL.${port}`))
      : connect(port, host);
    client.on("error", () => there.destroy());
    there.on("error", () => client.destroy());
    client.pipe(there).pipe(client);
  });
  bridge.listen(0, "127.0.0.1");
  await once(bridge, "listening");
  await erp(`create schema erp;
    create table erp."Order ""Lines""" (id bigint primary key, "客户邮箱" text, total numeric, note text,
      changed timestamptz);`);
});
afterAll(async () => {
  bridge.close();
  await server.close();
});

const erp = (statement: string) => onTestServer(server.test.url, statement);
const settings = () => {
  const { database, user, password } = new pg.Client({ connectionString: server.test.url });
  return {
    ...{ host: "127.0.0.1", port: String((bridge.address() as AddressInfo).port) },
    ...{ network: "internal", security: "none", database: String(database), user: String(user) },
    ...{ password: String(password), table: 'erp.Order "Lines"', cursorColumn: "changed" },
    ...{ columns: "客户邮箱\ntotal\nchanged", eventName: "Order Changed", rest: "yes" },
    map: '{"客户邮箱":"email","changed":"time"}',
  };
};
const dependencies = () => ({
  ...{ secrets: server.test.database.secrets, clock: systemClock, wake: async () => undefined },
});
const fetchNow = (workspace: WorkspaceDatabase, source: string) =>
  fetchSource(workspace, source as SourceId, AbortSignal.timeout(60_000), dependencies());
async function readAll(workspace: WorkspaceDatabase) {
  await processDeliveries(workspace, { writer: server.writer, ...dependencies() });
  return readLog(workspace);
}

it("a table gives its rows once each, in the order of its cursor, and again when they change", async () => {
  const { workspace, source } = await server.newSource({
    connector: "sql-table",
    settings: settings(),
  });
  // All at one moment: pages of 500 must neither repeat nor pass over any.
  await erp(`insert into erp."Order ""Lines""" select n, 'li' || n || '@ruifeng.example', n, 'secret',
    '2026-11-24 08:00:00.123456+08' from generate_series(1, 1203) n`);
  expect(await fetchNow(workspace, source.id)).toBe(3);
  const log = await readAll(workspace);
  expect(log).toHaveLength(1203);
  expect(log[0]).toMatchObject({
    name: "Order Changed",
    payload: {
      timestamp: "2026-11-24T00:00:00.123Z",
      properties: { total: 1 },
      context: { traits: { email: "li1@ruifeng.example" } },
    },
  });
  expect(JSON.stringify(log)).not.toContain("secret");
  const { events } = await workspace.transaction((trx) =>
    latestEvents(trx, source.id as SourceId, 3),
  );
  // The log's ids have one, two, three and four digits: the newest is not the last one as a text.
  expect(events.map(({ payload }) => payload)).toEqual(
    log
      .slice(-3)
      .reverse()
      .map(({ payload }) => payload),
  );
  expect(await fetchNow(workspace, source.id)).toBe(0);
  await erp(
    `update erp."Order ""Lines""" set total = 7.5, changed = '2026-11-24 09:00:00+08' where id = 5`,
  );
  await erp(`insert into erp."Order ""Lines""" values (2000, null, 1, '', null)`);
  expect(await fetchNow(workspace, source.id)).toBe(1);
  expect((await readAll(workspace)).at(-1)?.payload).toMatchObject({ properties: { total: 7.5 } });
});

it("what a form says is a name, never SQL; what cannot be read is said on the source's page", async () => {
  const { workspace, source } = await server.newSource({
    connector: "sql-table",
    settings: { ...settings(), table: 'erp.x"; drop schema erp cascade; --' },
  });
  const errorAfter = async (changes: Record<string, string>) => {
    const { secrets } = server.test.database;
    await workspace.transaction((trx) =>
      changeSettings(trx, source.id as SourceId, { ...settings(), ...changes }, secrets),
    );
    await fetchNow(workspace, source.id);
    return (await workspace.transaction(listSources))[0]?.lastError?.en ?? null;
  };
  await fetchNow(workspace, source.id);
  expect((await workspace.transaction(listSources))[0]?.lastError?.en).toContain("does not exist");
  expect(await errorAfter({ network: "public", security: "tls" })).toContain("own network");
  expect(await errorAfter({ password: "wrong" })).toContain("cannot be reached");
  expect(await errorAfter({ columns: "nothing" })).toContain("nothing");
  expect(await errorAfter({ cursorColumn: "total) or (1=1" })).toContain("does not exist");
  await expect(errorAfter({ network: "public" })).rejects.toMatchObject({ code: "bad-input" });
  expect(await errorAfter({})).toBeNull();
});
