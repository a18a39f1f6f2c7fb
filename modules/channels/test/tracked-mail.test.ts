import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { newId, systemClock } from "@causeway/kernel";
import {
  identityMigrations,
  identityProjection,
  linkChangedRecords,
} from "@causeway/module-identity";
import { createRecord, onRecordChange, recordsMigrations } from "@causeway/module-records";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  processDeliveries,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { twinMigrations, twinProjection } from "@causeway/module-twin";
import { auditMigrations, readConsents, recordConsents } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { buildHttpServer } from "@causeway/platform-http";
import { createOutbox, jobsMigrations, type Outbox } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decideDealMail } from "../src/deal-mail/decide-deal-mail.ts";
import { readDealMails } from "../src/deal-mail/read-deal-mails.ts";
import {
  channelsMigrations,
  mailChannel,
  sentMailProjection,
  trackingRoutes,
} from "../src/index.ts";
import { writeMailSettings } from "../src/mail/mail-settings.ts";

let test: TestDatabase;
let smtp: SMTPServer;
let url: string;
let outbox: Outbox;
let closeServer: () => Promise<void>;
const received: string[] = [];
/** Of recipients, behind that of the sending. */
const later = () => new Date(Date.now() + 3_600_000);
const wake = async () => undefined;

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      ...[jobsMigrations, auditMigrations, recordsMigrations, touchpointsMigrations],
      ...[identityMigrations, twinMigrations, channelsMigrations],
    ],
  });
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push(Buffer.concat(chunks).toString());
        callback();
      });
    },
  });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  const { secrets, workspace } = test.database;
  const tracking = { secrets, publicUrl: "https://crm.example.com/", wake };
  const { app } = await buildHttpServer({
    routes: trackingRoutes({ ...tracking, clock: later, database: test.database }),
    authenticator: { identify: async () => null, roleIn: async () => null },
    sourceAuthenticator: async () => {
      throw new Error("no source");
    },
    ...{ workspace, info: { title: "Test", version: "0", description: "Test" } },
  });
  url = await app.listen({ port: 0, host: "127.0.0.1" });
  closeServer = () => app.close();
  outbox = createOutbox({
    ...{ jobs: { send: wake }, workspace },
    channels: [mailChannel({ ...tracking, clock: systemClock })],
  });
});
afterAll(async () => {
  await closeServer();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await test.close();
});

const deal = "0198a5b2-3333-7000-8000-000000000003";

/** Sends a mail to a customer through the outbox; the parts of it that lead back to us. */
async function send(workspace: WorkspaceDatabase, about = deal) {
  received.length = 0;
  const id = await workspace.transaction(async (trx) => {
    const { id } = await outbox.enqueue(trx, workspace.id, {
      ...{ channel: "mail", recipient: "Li@Ruifeng.example", idempotencyKey: newId() },
      payload: {
        ...{
          subject: "G6",
          text: "See https://qiheng.example/g6 and https://qiheng.example/price",
        },
        customer: { purpose: "offers", deal: about },
      },
    });
    return id;
  });
  await outbox.deliver(workspace.id, id);
  // Lines that quoted-printable broke.
  const mail = (received[0] ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
  const tokens = [
    ...new Set(
      [...mail.matchAll(/https:\/\/crm\.example\.com\/m\/([\w-]{67})/g)].map(([, token]) => token),
    ),
  ];
  return { id, mail, tokens, messageId: /^Message-ID: (<[^>]+>)/im.exec(mail)?.[1] ?? "" };
}

async function newWorkspace(settings: { readonly opens: string; readonly clicks: string }) {
  const workspace = await test.workspace();
  const { port } = smtp.server.address() as AddressInfo;
  await workspace.transaction((trx) =>
    writeMailSettings(trx, test.database.secrets, {
      ...{ host: "127.0.0.1", port, secure: false, user: null, password: null },
      network: "internal",
      from: "crm@qiheng.example",
    }),
  );
  await createSource(workspace, { name: "Sent", connector: "sent-mail", settings });
  return workspace;
}

async function readAll(workspace: WorkspaceDatabase) {
  const writer = createEventWriter({ clock: systemClock });
  await processDeliveries(workspace, { writer, secrets: test.database.secrets });
  await catchUpProjections(workspace, [identityProjection, twinProjection, sentMailProjection]);
  return workspace.transaction(async (trx) => ({
    events: (
      await sql<{ name: string; payload: { properties: Record<string, unknown> } }>`
        select name, payload from events order by id`.execute(trx)
    ).rows,
    mail: (
      await sql<
        Record<string, unknown>
      >`select opens, clicks, bounce, replied_at is not null as replied
      from tracked_mails`.execute(trx)
    ).rows[0],
    outbox: (
      await sql<{
        state: string;
        detail: string;
      }>`select state, detail from outbox order by created_at`.execute(trx)
    ).rows,
  }));
}

const browser = { "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15" };
const ask = (token: string | undefined, options: RequestInit = {}) =>
  fetch(`${url}/m/${token}`, { redirect: "manual", headers: browser, ...options });

it("links and picture of a mail count people, lead only where they led at sending, and tell programs apart", async () => {
  const workspace = await newWorkspace({ opens: "yes", clicks: "yes" });
  const { id, mail, tokens } = await send(workspace);
  expect(mail).not.toContain("https://qiheng.example/g6 ");
  // The way out, two links, the picture.
  expect(tokens).toHaveLength(4);
  const [out, g6, price, picture] = tokens;
  const followed = await ask(g6);
  expect([followed.status, followed.headers.get("location")]).toEqual([
    302,
    "https://qiheng.example/g6",
  ]);
  expect((await ask(price, { method: "HEAD" })).headers.get("location")).toBe(
    "https://qiheng.example/price",
  );
  const seen = await ask(picture);
  expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/gif"]);
  await ask(picture, { headers: { "user-agent": "Mozilla/5.0" } });
  const forged = `${g6?.slice(0, 30)}${g6?.[30] === "A" ? "B" : "A"}${g6?.slice(31)}`;
  for (const wrong of [forged, "x", `${g6}?url=https://evil.example`.slice(0, 60)]) {
    expect((await ask(wrong)).status).toBe(404);
  }
  expect((await ask(g6, { method: "POST" })).status).toBe(404);
  expect((await ask(out)).headers.get("content-type")).toContain("text/html");
  const { events, mail: counts } = await readAll(workspace);
  expect(events.map(({ name }) => name)).toEqual([
    ...["Email Sent", "Email Link Clicked", "Email Prefetched", "Email Opened", "Email Prefetched"],
  ]);
  expect(events[1]?.payload).toMatchObject({
    properties: { mailId: id, dealId: deal, url: "https://qiheng.example/g6" },
    context: { traits: { email: "li@ruifeng.example" } },
  });
  expect(events[2]?.payload.properties).toMatchObject({ by: "head", what: "link" });
  expect(counts).toMatchObject({ opens: 1, clicks: 1 });
});

it("a click on the way out ends mail of that purpose, in one step for mail programs; looking at it does not", async () => {
  const workspace = await newWorkspace({ opens: "no", clicks: "no" });
  const { mail, tokens } = await send(workspace);
  expect(mail).toContain("https://qiheng.example/g6");
  expect(mail).not.toContain("<img");
  expect(mail).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/im);
  expect(tokens).toHaveLength(1);
  await ask(tokens[0]);
  await send(workspace);
  expect((await readAll(workspace)).outbox.map(({ state }) => state)).toEqual(["sent", "sent"]);
  const headers = { ...browser, "content-type": "application/x-www-form-urlencoded" };
  const body = "List-Unsubscribe=One-Click";
  expect((await ask(tokens[0], { method: "POST", headers, body })).status).toBe(200);
  await send(workspace);
  const { events, outbox: entries } = await readAll(workspace);
  expect(events.at(-1)).toMatchObject({
    name: "Email Unsubscribed",
    payload: { properties: { purpose: "offers", email: "li@ruifeng.example" } },
  });
  expect(entries.at(-1)).toMatchObject({ state: "failed" });
  expect(received).toEqual([]);
  // Asked again, as mail programs do; then the person says yes, and mail goes again.
  await ask(tokens[0], { method: "POST", headers, body });
  const identifier = { kind: "email", value: "li@ruifeng.example" };
  const said = () => workspace.transaction((trx) => readConsents(trx, [identifier]));
  expect(await said()).toHaveLength(1);
  const [refusal] = await said();
  expect(refusal).toMatchObject({ purpose: "marketing", decision: "refused", source: "mail" });
  if (refusal === undefined) throw new Error("nothing was said");
  const givenAt = new Date(refusal.givenAt.getTime() + 1);
  await workspace.transaction((trx) =>
    recordConsents(trx, [{ ...refusal, decision: "granted", source: "page", givenAt }]),
  );
  await send(workspace);
  expect((await readAll(workspace)).outbox.at(-1)).toMatchObject({ state: "sent" });
});

it("a bounce and a reply in the mailbox are tied to the mail they belong to, and only a mailbox is believed", async () => {
  const workspace = await newWorkspace({ opens: "no", clicks: "no" });
  const { messageId } = await send(workspace);
  const connect = (connector: string, settings = {}) =>
    createSource(workspace, { name: connector, connector, settings }, test.database.secrets);
  const mailbox = await connect("mailbox", {
    ...{ host: "imap.qiheng.example", user: "crm@qiheng.example", password: "secret" },
  });
  const stranger = await connect("website");
  const deliver = (source: string, body: string) =>
    workspace.transaction((trx) =>
      sql`insert into raw_deliveries (source_id, received_at, method, query, headers, body)
        values (${source}, now(), 'IMAP', '{}', '{}', ${Buffer.from(body)})`.execute(trx),
    );
  const bounced = { type: "track", event: "Email Bounced", anonymousId: "x", messageId: "forged" };
  const properties = { originalMessageId: messageId, permanent: true, status: "5.9.9" };
  await deliver(stranger.id, JSON.stringify({ ...bounced, properties }));
  const date = `Date: ${new Date().toUTCString()}`;
  const answer = [
    "From: li@ruifeng.example",
    `In-Reply-To: ${messageId}`,
    date,
    "Message-ID: <a@r>",
    "",
    "Yes",
  ];
  await deliver(mailbox.id, answer.join("\r\n"));
  expect(await readAll(workspace)).toMatchObject({
    mail: { replied: true, bounce: null },
    outbox: [{ state: "sent" }],
  });
  const report = [
    ...[date, "From: postmaster@mx.example", "Message-ID: <r@mx>"],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "", "--b"],
    ...["Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", ""],
    ...[
      "Final-Recipient: rfc822; li@ruifeng.example",
      "Action: failed",
      "Status: 5.1.1",
      "",
      "--b",
    ],
    ...["Content-Type: text/rfc822-headers", "", `Message-ID: ${messageId}`, "", "--b--", ""],
  ];
  await deliver(mailbox.id, report.join("\r\n"));
  expect(await readAll(workspace)).toMatchObject({
    mail: { bounce: "5.1.1" },
    outbox: [{ state: "failed", detail: "It came back: 5.1.1" }],
  });
});

it("mail shows on the deal that it belongs to, by thread, people and account; what may be several's is offered, and people decide", async () => {
  const stop = onRecordChange(linkChangedRecords);
  const workspace = await newWorkspace({ opens: "no", clicks: "no" });
  const make = (object: string, values: Record<string, string>) =>
    workspace.transaction(async (trx) => {
      const actor = { kind: "import", id: "test" } as const;
      return (await createRecord(trx, { object, values, actor })).id;
    });
  const account = await make("account", { name: "瑞丰精工" });
  const li = await make("contact", { name: "李强", email: "li@ruifeng.example", account });
  await make("contact", { name: "王芳", email: "wang@ruifeng.example", account });
  const first = await make("deal", { name: "G6", account, contact: li });
  const mailbox = await createSource(
    workspace,
    {
      ...{ name: "Box", connector: "mailbox" },
      settings: { host: "imap.qiheng.example", user: "crm@qiheng.example", password: "secret" },
    },
    test.database.secrets,
  );
  const deliver = async (lines: readonly string[]) => {
    const date = `Date: ${new Date(Date.now() + 60_000).toUTCString()}`;
    const body = Buffer.from([date, ...lines, "", "Yes"].join("\r\n"));
    await workspace.transaction((trx) =>
      sql`insert into raw_deliveries (source_id, received_at, method, query, headers, body)
        values (${mailbox.id}, ${later()}, 'IMAP', '{}', '{}', ${body})`.execute(trx),
    );
    await readAll(workspace);
  };
  const mailsOf = (id: string) =>
    workspace.transaction(async (trx) => {
      const { attached, offered } = await readDealMails(trx, id);
      const brief = (all: typeof attached) => all.map((one) => `${one.subject}: ${one.reason}`);
      return { attached: brief(attached), offered: brief(offered) };
    });
  const from = (who: string, subject: string) => [
    ...[`From: ${who}@ruifeng.example`, `Message-ID: <${subject}@ruifeng.example>`],
    `Subject: ${subject}`,
  ];
  await deliver(from("wang", "Prices"));
  expect(await mailsOf(first)).toEqual({ attached: ["Prices: account"], offered: [] });

  const second = await make("deal", { name: "G8", account });
  const { messageId } = await send(workspace, second);
  await deliver(from("li", "Delivery"));
  await deliver([...from("li", "Answer"), `In-Reply-To: ${messageId}`]);
  await deliver(from("stranger", "Spam"));
  // The account has two open deals now: what its other people write could be about either.
  expect(await mailsOf(first)).toEqual({
    ...{ attached: ["Delivery: person"], offered: ["Prices: ambiguous"] },
  });
  expect(await mailsOf(second)).toEqual({
    ...{ attached: ["G6: thread"], offered: ["Prices: ambiguous"] },
  });

  const { attached } = await workspace.transaction((trx) => readDealMails(trx, first));
  expect(attached[0]?.people).toMatchObject([{ name: "李强", contactId: li }]);
  const decide = (id: string, thread: string, attached: boolean) =>
    workspace.transaction((trx) =>
      decideDealMail(trx, id, { thread, attached }, { by: "u", at: new Date() }),
    );
  await decide(second, "<Prices@ruifeng.example>", true);
  await decide(first, "<Delivery@ruifeng.example>", false);
  expect(await mailsOf(first)).toEqual({ attached: [], offered: ["Delivery: detached"] });
  expect((await mailsOf(second)).attached).toContain("Prices: decision");
  await expect(decide(first, "<Spam@ruifeng.example>", true)).rejects.toMatchObject({
    code: "not-found",
  });
  stop();
});
