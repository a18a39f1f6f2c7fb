import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { systemClock, wordsOf } from "@causeway/kernel";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { brokerCertificate } from "../../test/broker-certificate.ts";
import { expiredCertificate } from "../../test/expired-certificate.ts";
import { fetchMail } from "../connectors/mail/fetch-mail.ts";
import { listenMqtt } from "../connectors/mqtt/listen-mqtt.ts";
import { fetchTableOf } from "../connectors/sql/fetch-table.ts";
import { mysql } from "../connectors/sql/mysql.ts";
import { postgresql } from "../connectors/sql/postgresql.ts";
import { fetchFollowers } from "../connectors/tencent/fetch-followers.ts";

/** What the name server of whoever set the trap answers; it may answer otherwise at each question. */
const answers = new Map<string, (question: number) => readonly string[]>();
const questions = new Map<string, number>();
vi.mock(import("node:dns/promises"), async (original) => {
  const real = await original();
  const lookup = async (host: string) => {
    const answer = answers.get(host);
    if (answer === undefined)
      return (real.lookup as (h: string, o: object) => unknown)(host, { all: true });
    const question = (questions.get(host) ?? 0) + 1;
    questions.set(host, question);
    return answer(question).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return { ...real, lookup } as unknown as typeof real;
});

/** Counts who connects, says nothing and hangs up. */
let connections = 0;
let server: Server;
let expired: Server;
let selfSigned: Server;
const portOf = (one: Server): string => String((one.address() as AddressInfo).port);

beforeAll(async () => {
  server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  [expired, selfSigned] = [createTlsServer(expiredCertificate), createTlsServer(brokerCertificate)];
  for (const one of [expired, selfSigned]) one.on("tlsClientError", () => undefined);
  for (const one of [server, expired, selfSigned]) {
    one.listen(0, "127.0.0.1");
    await once(one, "listening");
  }
});
beforeEach(() => {
  connections = 0;
  questions.clear();
});
afterAll(() => {
  for (const one of [server, expired, selfSigned]) one.close();
});

type Settings = Readonly<Record<string, string>>;
const context = () => ({ signal: AbortSignal.timeout(30_000), now: new Date() });

const table = { database: "erp", user: "u", table: "t", cursorColumn: "c", keyColumn: "k" };

/** Every kind of source that connects to where its settings say. */
const kinds: Readonly<Record<string, (settings: Settings) => Promise<unknown>>> = {
  sql: (settings) => fetchTableOf(postgresql)({ ...settings, ...table }, null, context()),
  mysql: (settings) => fetchTableOf(mysql)({ ...settings, ...table }, null, context()),
  mqtt: (settings) =>
    listenMqtt({ ...settings, heartbeats: "a/{device}" }, {
      ...{ sourceId: "s", cursor: null, signal: AbortSignal.timeout(30_000), clock: systemClock },
      ...{ keep: async () => undefined, connected: async () => undefined },
    } as never),
  imap: (settings) =>
    fetchMail({ ...settings, user: "u@x.example", password: "p" }, null, context()),
  http: ({ host = "", port = "", security, ...settings }) =>
    fetchFollowers(
      {
        ...{ ...settings, appId: "wx", appSecret: `secret ${Math.random()}` },
        apiUrl: `${security === "none" ? "http" : "https"}://${host}:${port}`,
      },
      null,
      context(),
    ),
};
const names = Object.keys(kinds);

async function failure(kind: string, settings: Settings): Promise<string> {
  try {
    await kinds[kind]?.(settings);
  } catch (error) {
    return wordsOf(error).en;
  }
  throw new Error(`${kind} connected`);
}

it.each(names)(
  "%s connects to no address of the own network, in whatever way it is written",
  async (kind) => {
    answers.set("inside.example", () => ["192.168.0.7"]);
    answers.set("mixed.example", () => ["93.184.215.14", "127.0.0.1"]);
    const own = ["127.0.0.1", "localhost", "10.0.0.5", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"];
    for (const host of [...own, "inside.example", "mixed.example"]) {
      const settings = { host, port: portOf(server), network: "public", security: "tls" };
      expect(await failure(kind, settings), host).toContain("own network");
    }
    const metadata = { host: "169.254.169.254", port: "80", network: "internal", security: "tls" };
    expect(await failure(kind, metadata)).toContain("no address that a source may have");
    expect(connections).toBe(0);
  },
);

it.each(names)(
  "%s connects to the address that was checked, whatever the name means a moment later",
  async (kind) => {
    answers.set("trap.example", (question) => [question === 1 ? "127.0.0.1" : "169.254.169.254"]);
    const settings = {
      host: "trap.example",
      port: portOf(server),
      network: "internal",
      security: "none",
    };
    await failure(kind, settings);
    expect(connections).toBeGreaterThan(0);
    expect(questions.get("trap.example")).toBe(connections);
  },
);

it("http follows no redirect into the own network", async () => {
  const leading = createHttpServer((_request, answer) => {
    answer.writeHead(302, { location: `http://127.0.0.1:${portOf(server)}/` }).end();
  });
  leading.listen(0, "127.0.0.1");
  await once(leading, "listening");
  const settings = {
    host: "127.0.0.1",
    port: portOf(leading),
    network: "internal",
    security: "none",
  };
  expect(await failure("http", settings)).toContain("answered 302");
  expect(connections).toBe(0);
  leading.close();
});

// Servers of databases begin TLS their own way.
it.each(names.filter((name) => !name.endsWith("sql")))(
  "%s says what is wrong with a connection and what to do about it",
  async (kind) => {
    const base = { host: "127.0.0.1", network: "internal", security: "tls" };
    const at = (one: Server) => failure(kind, { ...base, port: portOf(one) });
    expect(await at(expired)).toContain("has expired");
    expect(await at(selfSigned)).toContain("from no known authority");
    expect(await at(server)).toContain("broke the connection");
    expect(await failure(kind, { ...base, port: "1" })).toContain("refuses the connection");
  },
);
