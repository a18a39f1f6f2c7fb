import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { AppError, type SourceId, type WorkspaceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { answerDirectly } from "./direct-connections.ts";
import { buildHttpServer } from "./http-server.ts";
import { defineRoute } from "./route.ts";

const ours = "0198c0de-0000-7000-8000-000000000001" as WorkspaceId;
const patience = { timeout: 20_000 };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Held {
  readonly signal: AbortSignal;
  readonly go: () => void;
}

/** A body of `hold` waits until it is let go. */
async function serve() {
  const held: Held[] = [];
  const receive = defineRoute({
    method: "POST",
    path: "/v1/receive",
    summary: "Receive",
    tags: [],
    access: { kind: "source" },
    body: "buffer",
    bodyLimit: 1_000,
    crossOrigin: true,
    response: z.object({ text: z.string() }),
    handle: async ({ body, signal }) => {
      const text = body.toString();
      if (text === "no") throw new AppError("unavailable", "Retry");
      if (text === "hold") await new Promise<void>((go) => held.push({ signal, go }));
      return { text };
    },
  });
  const { app, intake } = await buildHttpServer({
    routes: [receive],
    authenticator: { identify: async () => null, roleIn: async () => null },
    sourceAuthenticator: () => ({ workspace: ours, source: "web" as SourceId }),
    workspace: async (id) => ({ id }) as WorkspaceDatabase,
    info: { title: "Test", version: "1", description: "" },
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  closing.push(() => app.close());
  return { app, intake, held, port: Number(new URL(url).port) };
}

/** A connection and all that came back over it. */
async function open(port: number) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  closing.push(() => socket.destroy());
  let text = "";
  let isEnded = false;
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket
    .on("error", () => undefined)
    .once("close", () => {
      isEnded = true;
    });
  await once(socket, "connect");
  return { socket, text: () => text, isEnded: () => isEnded };
}

function message(body: string, more: readonly string[] = [], path = "/v1/receive"): string {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return [`POST ${path} HTTP/1.1`, "Host: a", length, ...more, "", body].join("\r\n");
}

/** The statuses and bodies of the answers in a text, in order. */
function answersIn(text: string): readonly string[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d+).*?\r\n\r\n(\{.*?\})(?=HTTP|$)/gs)].map(
    ([, status, body = ""]) => `${status} ${(JSON.parse(body) as { text?: string }).text ?? ""}`,
  );
}

async function write(socket: Socket, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    await new Promise((resolve) => socket.write(part, resolve));
    // The next part must be a packet of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it("answerDirectly() answers whole requests, and hands over what is cut, joined, unusual or wrong", async () => {
  const { port } = await serve();
  const whole = message("one");
  const chunked =
    "POST /v1/receive HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsix\r\n0\r\n\r\n";
  const cases: readonly (readonly [parts: readonly string[], answers: readonly string[]])[] = [
    [[whole], ["200 one"]],
    [
      [whole, message("two"), message("no"), whole],
      ["200 one", "200 two", "503 ", "200 one"],
    ],
    [[`${whole}${message("two")}`], ["200 one", "200 two"]],
    [
      [whole, `${message("two")}${message("three")}`],
      ["200 one", "200 two", "200 three"],
    ],
    [[...whole], ["200 one"]],
    [
      [whole, ...message("中文"), whole],
      ["200 one", "200 中文", "200 one"],
    ],
    [
      [whole, chunked, whole],
      ["200 one", "200 six", "200 one"],
    ],
    [
      [whole, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", whole],
      ["200 one", "200 ", "200 one"],
    ],
    [[message("x".repeat(1_001))], ["413 "]],
    [[message("one", ["Connection: close"])], ["200 one"]],
    // Two lengths, a folded line and a header without a name are for the whole parser to refuse.
    [[message("one", ["Content-Length: 4"])], ["400 "]],
    [[message("one", ["A: b", " folded"])], ["400 "]],
    [[message("one", [": b"])], ["400 "]],
  ];
  for (const [parts, answers] of cases) {
    const { socket, text, isEnded } = await open(port);
    await write(socket, parts);
    await expect.poll(() => answersIn(text()), patience).toEqual(answers);
    const isOver = /^4/.test(answers[0] ?? "") || parts[0]?.includes("close");
    if (isOver) await expect.poll(isEnded, patience).toBe(true);
    socket.destroy();
  }
});

it("answerDirectly() lets what is under way end when the server closes, and ends what waits", async () => {
  const { app, port, held } = await serve();
  const [idle, waiting, busy] = [await open(port), await open(port), await open(port)];
  await write(waiting.socket, [message("one")]);
  await expect.poll(() => answersIn(waiting.text()), patience).toEqual(["200 one"]);
  await write(busy.socket, [message("hold")]);
  await expect.poll(() => held.length, patience).toBe(1);
  const closed = app.close();
  await expect.poll(() => idle.isEnded() && waiting.isEnded(), patience).toBe(true);
  expect(busy.isEnded()).toBe(false);
  held[0]?.go();
  await closed;
  await expect.poll(busy.isEnded, patience).toBe(true);
  expect(answersIn(busy.text())).toEqual(["200 hold"]);
  expect(busy.text()).toMatch(/connection: close/i);
});

it("answerDirectly() ends a connection that brings nothing", async () => {
  const server = createServer();
  server.keepAliveTimeout = 200;
  answerDirectly(server, () => undefined);
  server.listen(0, "127.0.0.1");
  closing.push(() => server.close());
  await once(server, "listening");
  const { isEnded } = await open((server.address() as AddressInfo).port);
  await expect.poll(isEnded, patience).toBe(true);
});

it("answerDirectly() keeps what comes before an answer for after it, and gives back what a client held that went", async () => {
  const { port, held, intake } = await serve();
  const { socket, text } = await open(port);
  await write(socket, [message("hold")]);
  await expect.poll(() => held.length, patience).toBe(1);
  expect(intake.bytes).toBe(4);
  await write(socket, [message("two"), message("three")]);
  expect(answersIn(text())).toEqual([]);
  held[0]?.go();
  await expect
    .poll(() => answersIn(text()), patience)
    .toEqual(["200 hold", "200 two", "200 three"]);
  const gone = await open(port);
  await write(gone.socket, [message("hold")]);
  await expect.poll(() => held.length, patience).toBe(2);
  gone.socket.destroy();
  await expect.poll(() => held[1]?.signal.aborted, patience).toBe(true);
  held[1]?.go();
  await expect.poll(() => intake.bytes, patience).toBe(0);
});
