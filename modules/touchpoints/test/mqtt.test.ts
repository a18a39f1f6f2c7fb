import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type SourceId, systemClock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { Aedes } from "aedes";
import { sql } from "kysely";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { listenMqtt } from "../src/connectors/mqtt/listen-mqtt.ts";
import { listSources, processDeliveries } from "../src/index.ts";
import { closeAllWindows, listenSource } from "../src/listening/listen-source.ts";
import type { Heard } from "../src/listening/listener.ts";
import { changeSettings } from "../src/sources/connection.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";
import { brokerCertificate } from "./broker-certificate.ts";

let server: IngestionServer;
let broker: Aedes;
/** Clients that have subscribed. */
const clients = new Set<string>();
const ports: { plain: number; tls: number } = { plain: 0, tls: 0 };
const listening: Server[] = [];

beforeAll(async () => {
  server = await startIngestionServer();
  broker = await Aedes.createBroker({
    authenticate: (_client, user, password, done) =>
      done(null, user === "crm" && password?.toString() === "a secret"),
  });
  broker.on("subscribe", (_subscriptions, client) => clients.add(client.id));
  const plain = createServer(broker.handle);
  const tls = createTlsServer(brokerCertificate, broker.handle);
  // Clients that do not trust it hang up.
  tls.on("tlsClientError", () => undefined);
  for (const one of [plain, tls]) {
    one.listen(0, "127.0.0.1");
    await once(one, "listening");
    listening.push(one);
  }
  ports.plain = (plain.address() as AddressInfo).port;
  ports.tls = (tls.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise<void>((resolve) => broker.close(resolve));
  for (const one of listening) one.close();
  await server.close();
});

const settings = () => ({
  ...{ host: "localhost", port: String(ports.tls), authority: brokerCertificate.cert },
  ...{ network: "internal", user: "crm", password: "a secret" },
  ...{ heartbeats: "plant/{device}/state", topics: "plant/{device}/alarm" },
});

async function publish(messages: readonly (readonly [topic: string, payload: unknown])[]) {
  const url = `mqtt://127.0.0.1:${ports.plain}`;
  const client = await connectAsync(url, { username: "crm", password: "a secret" });
  for (const [topic, payload] of messages) {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    await client.publishAsync(topic, text, { qos: 1 });
  }
  await client.endAsync();
}

const dependencies = (now = systemClock) => ({
  ...{ secrets: server.test.database.secrets, clock: now },
  wake: async () => undefined,
});

/** Listens while something is done. */
async function whileListening(
  workspace: WorkspaceDatabase,
  source: string,
  work: () => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const listener = listenSource(workspace, source as SourceId, stop.signal, dependencies());
  try {
    await work();
  } finally {
    stop.abort();
    await listener;
  }
}

const healthOf = async (workspace: WorkspaceDatabase) =>
  (await workspace.transaction(listSources))[0];
/** Waits until the session of a source is there with its topics. */
const subscribed = (source: string) =>
  vi.waitFor(() => expect(clients).toContain(`causeway-${source}`), 20_000);
const beat = (hour: number, minute: number, load: number) => ({
  ...{
    ts: `2026-11-24 ${hour}:${String(minute).padStart(2, "0")}:00`,
    load,
    status: { temperature: load / 2 },
  },
});

async function windowsOf(workspace: WorkspaceDatabase): Promise<number> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ beats: number }>`select coalesce(sum((summary->>'count')::int), 0)::int as beats
      from device_windows`.execute(trx),
  );
  return rows[0]?.beats ?? 0;
}

it("a broker's signs of life become one event a device and hour, alarms one each, over TLS, also what came while away", async () => {
  const { workspace, source } = await server.newSource({
    connector: "iot-mqtt",
    settings: settings(),
  });
  await whileListening(workspace, source.id, () => subscribed(source.id));
  // Nobody listens now; the session of the client id is there.
  await publish([
    ...[0, 15, 30, 45].map((minute) => ["plant/M1/state", beat(10, minute, minute)] as const),
    ["plant/M2/state", beat(10, 5, 80)],
    ["plant/M1/state", beat(11, 5, 10)],
    ["plant/M1/alarm", { ts: "2026-11-24 10:20:00", code: "E42" }],
    ["plant/M1/state", "not json {"],
    ["other/M1/state", beat(10, 1, 1)],
  ]);
  await whileListening(workspace, source.id, async () => {
    await vi.waitFor(async () => expect(await windowsOf(workspace)).toBe(6), 20_000);
  });
  expect(await healthOf(workspace)).toMatchObject({ lastError: null, deadLetters: 1, waiting: 1 });
  const later = () => new Date(Date.now() + 90_000);
  expect(await closeAllWindows(workspace, source.id as SourceId, dependencies(later))).toBe(3);
  const { secrets } = server.test.database;
  await processDeliveries(workspace, { writer: server.writer, secrets });
  const log = await readLog(workspace);
  expect(log.map(({ name, anonymous_id: who }) => `${name} ${who}`).sort()).toEqual([
    "Machine Alarm device-M1",
    "Machine Heartbeat device-M1",
    "Machine Heartbeat device-M1",
    "Machine Heartbeat device-M2",
  ]);
  const first = log.find(({ payload }) => JSON.stringify(payload).includes('"beats":4'));
  expect(first?.payload).toMatchObject({
    timestamp: "2026-11-24T02:45:00.000Z",
    properties: {
      ...{ serial: "M1", windowMinutes: 60, load: 22.5, load_min: 0, load_max: 45 },
      status_temperature: 11.25,
    },
    context: { externalIds: [{ type: "device", id: "M1" }] },
  });
});

it("listenMqtt() counts once what the broker sends again because the acknowledgement did not arrive", async () => {
  const kept: Heard[] = [];
  let cursor: Heard["cursor"] | null = null;
  const listen = (keep: (heard: Heard) => Promise<void>, stop: AbortController) =>
    listenMqtt(
      { ...settings(), map: '{"device":"device"}' },
      {
        ...{ sourceId: "resumed", cursor, signal: stop.signal, clock: systemClock, keep },
        connected: async () => undefined,
      },
    ).catch((error: unknown) => String(error));
  const away = new AbortController();
  const gone = listen(async () => undefined, away);
  await subscribed("resumed");
  away.abort();
  await gone;
  await publish([1, 2, 3].map((load) => ["plant/M7/state", { load }] as const));
  // Durable here, then the connection breaks before the broker hears of it.
  const broken = new AbortController();
  const ended = await listen(async (heard) => {
    kept.push(heard);
    cursor = heard.cursor;
    throw new Error("the process died");
  }, broken);
  expect(ended).toContain("the process died");
  await publish([["plant/M7/state", { load: 4 }]]);
  const again = new AbortController();
  const loads = () =>
    kept.flatMap((heard) => heard.heartbeats.map(({ numbers }) => numbers["load"]));
  const listener = listen(async (heard) => {
    kept.push(heard);
  }, again);
  await vi.waitFor(() => expect(loads()).toEqual([1, 2, 3, 4]), 20_000);
  again.abort();
  await listener;
});

it("what is wrong with a connection is said on the source's page, and over when it is mended", async () => {
  const { workspace, source } = await server.newSource({
    connector: "iot-mqtt",
    settings: { ...settings(), network: "public" },
  });
  const { secrets } = server.test.database;
  const cases = [
    [{}, "own network"],
    [{ network: "internal", authority: "" }, "from no known authority"],
    [{ network: "internal", password: "wrong" }, "refused user or password"],
  ] as const;
  for (const [change, reason] of cases) {
    await workspace.transaction((trx) =>
      changeSettings(
        trx,
        source.id as SourceId,
        { ...settings(), network: "public", ...change },
        secrets,
      ),
    );
    await whileListening(workspace, source.id, async () => {
      await vi.waitFor(
        async () => expect((await healthOf(workspace))?.lastError?.en).toContain(reason),
        20_000,
      );
    });
  }
  await workspace.transaction((trx) =>
    changeSettings(trx, source.id as SourceId, settings(), secrets),
  );
  await whileListening(workspace, source.id, () => subscribed(source.id));
  await vi.waitFor(async () => expect((await healthOf(workspace))?.lastError).toBeNull());
});
