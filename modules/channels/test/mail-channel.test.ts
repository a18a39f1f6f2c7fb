import type { AddressInfo } from "node:net";
import { systemClock } from "@causeway/kernel";
import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import type { Delivery, Outgoing } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { channelsMigrations, mailChannel } from "../src/index.ts";
import {
  type MailSettings,
  readMailSettings,
  removeMailSettings,
  writeMailSettings,
} from "../src/mail/mail-settings.ts";
import { sendTestMail } from "../src/mail/send-test-mail.ts";

let test: TestDatabase;
let workspace: WorkspaceDatabase;
let server: SMTPServer | undefined;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, channelsMigrations] });
  workspace = await test.workspace();
});
afterEach(async () => {
  await workspace.transaction(removeMailSettings);
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});
afterAll(() => test.close());

/** A real SMTP server on a port of its own, and the workspace's settings that point to it. */
async function mailServer(options: SMTPServerOptions, settings: Partial<MailSettings> = {}) {
  const started = new SMTPServer({ disabledCommands: ["STARTTLS", "AUTH"], ...options });
  server = started;
  // Connections that a test breaks on purpose.
  started.on("error", () => undefined);
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const { port } = started.server.address() as AddressInfo;
  await save({ port, ...settings });
  return port;
}

const base: MailSettings = {
  host: "127.0.0.1",
  port: 25,
  secure: false,
  user: null,
  from: "crm@example.com",
  network: "internal",
  password: null,
};

function save(settings: Partial<MailSettings>) {
  return workspace.transaction((trx) =>
    writeMailSettings(trx, test.database.secrets, { ...base, ...settings }),
  );
}

const message: Outgoing = {
  id: "1",
  channel: "mail",
  recipient: "li@example.com",
  idempotencyKey: "run:1:mail",
  payload: { subject: "热线索跟进", text: "线索回到了报价页。" },
};

function send(changes: Partial<Outgoing> = {}): Promise<Delivery> {
  const channel = mailChannel({
    ...{ secrets: test.database.secrets, publicUrl: "https://crm.example.com", clock: systemClock },
    wake: async () => undefined,
  });
  const context = { workspace, signal: AbortSignal.timeout(60_000) };
  return channel.send({ ...message, ...changes }, context);
}

/** Reads all of a message and then answers. */
function receiving(
  answer: (text: string) => Error | undefined,
): NonNullable<SMTPServerOptions["onData"]> {
  return (stream, _session, callback) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => callback(answer(Buffer.concat(chunks).toString()) ?? null));
  };
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error("no"), { responseCode });
}

it("sendTestMail() says what is wrong with the settings, and nothing where they work", async () => {
  const received: string[] = [];
  const ask = () =>
    sendTestMail(workspace, "me@example.com", { secrets: test.database.secrets, id: "t1" });
  await expect(ask()).rejects.toMatchObject({ code: "conflict" });
  await mailServer({
    onData: receiving((text) => {
      received.push(text);
      return received.length > 1 ? refusal(550) : undefined;
    }),
  });
  await ask();
  expect(received[0]).toContain("To: me@example.com");
  await expect(ask()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/not sent: /),
  });
  await save({ port: 1 });
  await expect(ask()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/ECONNREFUSED/),
  });
});

it("mailChannel() sends a mail whose Message-ID follows from the idempotency key", async () => {
  const received: string[] = [];
  await mailServer({
    onData: receiving((text) => {
      received.push(text);
      return undefined;
    }),
  });
  expect(await send()).toMatchObject({ kind: "sent" });
  await send();
  await send({ idempotencyKey: "run:2:mail" });
  const ids = received.map(
    (text) => /^Message-ID: (<[0-9a-f]{40}@example\.com>)\r$/im.exec(text)?.[1],
  );
  expect(ids[0]).toBeDefined();
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(received[0]).toContain("To: li@example.com");
  expect(received[0]).toContain("Auto-Submitted: auto-generated");
});

it("mailChannel() refuses when mail is not set up, or the message is not a mail", async () => {
  expect(await send()).toEqual({ kind: "refused", detail: "Mail is not set up" });
  await save({});
  expect(await send({ recipient: "li@example.com\r\nBCC: x@y.z" })).toMatchObject({
    kind: "refused",
  });
  expect(await send({ payload: { text: 1 } })).toMatchObject({ kind: "refused" });
});

it("mailChannel() takes the server's word: 5xx is refused, 4xx is for later", async () => {
  await mailServer({ onRcptTo: (_address, _session, callback) => callback(refusal(550)) });
  expect(await send()).toMatchObject({ kind: "refused" });
});

it("mailChannel() tries later where the server says so, also after the content", async () => {
  await mailServer({ onData: receiving(() => refusal(451)) });
  expect(await send()).toMatchObject({ kind: "later" });
});

it("mailChannel() tries later when nobody answers", async () => {
  const port = await mailServer({});
  await new Promise<void>((resolve) => server?.close(() => resolve()));
  server = undefined;
  await save({ port });
  expect(await send()).toMatchObject({ kind: "later" });
});

it("mailChannel() tries later when the connection breaks before the content", async () => {
  await mailServer({
    onRcptTo: () => {
      for (const connection of server?.connections ?? []) destroy(connection);
    },
  });
  expect(await send()).toMatchObject({ kind: "later" });
});

it("mailChannel() does not pretend to know when the connection breaks after the content", async () => {
  await mailServer({
    onData: (stream) => {
      stream.on("data", () => undefined);
      stream.on("end", () => {
        for (const connection of server?.connections ?? []) destroy(connection);
      });
    },
  });
  await expect(send()).rejects.toThrow();
});

/** Breaks a connection as a network does, without an SMTP goodbye. */
function destroy(connection: unknown): void {
  const inner = connection as { readonly _socket?: { destroy(): void } };
  inner._socket?.destroy();
}

it("mailChannel() logs in with the stored password, and refuses when it is wrong", async () => {
  const options: SMTPServerOptions = {
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: false,
    onAuth: ({ username, password }, _session, callback) =>
      username === "crm" && password === "secret"
        ? callback(null, { user: username })
        : callback(new Error("wrong")),
    onData: receiving(() => undefined),
  };
  const port = await mailServer(options, { user: "crm", password: "secret" });
  expect(await send()).toMatchObject({ kind: "sent" });
  await save({ port, user: "crm", password: "wrong" });
  expect(await send()).toMatchObject({ kind: "refused" });
});

it("mailChannel() does not send a password over a network without TLS", async () => {
  const asked: string[] = [];
  await mailServer(
    {
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ username }, _session, callback) => {
        asked.push(username ?? "");
        callback(null, { user: username });
      },
    },
    // The same address, written so that it does not look like this machine.
    { host: "0x7f.1", user: "crm", password: "secret" },
  );
  expect(await send()).toMatchObject({ kind: "refused", detail: expect.stringContaining("TLS") });
  expect(asked).toEqual([]);
});

it("writeMailSettings() seals the password, keeps it for the same server and user, and for no other", async () => {
  await save({ host: "smtp.example.com", user: "crm", password: "secret" });
  const stored = async () => {
    const { rows } = await workspace.transaction((trx) =>
      sql<{ secret: string | null }>`select secret from channel_settings`.execute(trx),
    );
    return rows[0]?.secret ?? null;
  };
  const sealed = await stored();
  expect(sealed).not.toContain("secret");
  expect(await workspace.transaction(readMailSettings)).not.toHaveProperty("password");
  await save({ host: "smtp.example.com", user: "crm", port: 587 });
  expect(await stored()).toBe(sealed);
  await save({ host: "evil.example.com", user: "crm" });
  expect(await stored()).toBeNull();
});
