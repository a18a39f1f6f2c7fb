import type { SourceId } from "@causeway/kernel";
import { systemClock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchSource } from "../src/fetching/fetch-source.ts";
import { changeSource, createSource, listSources, processDeliveries } from "../src/index.ts";
import { changeSettings } from "../src/sources/connection.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";
import { startMailServer } from "./mail-server.ts";

let server: IngestionServer;
let mail: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  server = await startIngestionServer();
  mail = await startMailServer();
});
afterAll(async () => {
  await mail.close();
  await server.close();
});

const settingsFor = (port: number) => ({
  ...{ host: "127.0.0.1", port: String(port), security: "starttls", network: "internal" },
  ...{ user: "sales@qiheng.example", password: "app password", folders: "INBOX\nSent" },
  ...{ ourDomains: "qiheng.example", keepText: "yes" },
});

function fetchNow(workspace: WorkspaceDatabase, source: string): Promise<number> {
  return fetchSource(workspace, source as SourceId, AbortSignal.timeout(20_000), {
    secrets: server.test.database.secrets,
    wake: async () => undefined,
    clock: systemClock,
  });
}

async function readAll(workspace: WorkspaceDatabase) {
  const { secrets } = server.test.database;
  await processDeliveries(workspace, { writer: server.writer, secrets });
  return readLog(workspace);
}

const date = `Date: ${new Date(Date.now() - 3_600_000).toUTCString()}`;

it("a mailbox gives what customers write and what is written to them, by conversation, each message once", async () => {
  const { workspace, source } = await server.newSource({
    connector: "mailbox",
    settings: settingsFor(mail.port),
  });
  mail.deliver("Sent", [
    "Message-ID: <offer@qiheng.example>",
    ...[
      date,
      "From: sales@qiheng.example",
      "To: Li Qiang <li@ruifeng.example>, boss@qiheng.example",
    ],
    ...["Subject: =?utf-8?B?5YiH5Ymy5pa55qGI?=", "", "Dear Mr Li"],
  ]);
  mail.deliver("INBOX", [
    "Message-ID: <answer@ruifeng.example>",
    ...["In-Reply-To: <offer@qiheng.example>", "References: <offer@qiheng.example>", date],
    ...["From: =?gb2312?B?wO7HvyA=?= <Li@Ruifeng.example>", "To: sales@qiheng.example"],
    ...[
      "Subject: =?utf-8?B?5Zue5aSN77ya5YiH5Ymy5pa55qGI?=",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
    ],
    ...["", Buffer.from("G6 的交期多久？\n\n> Dear Mr Li").toString("base64")],
  ]);
  mail.deliver("INBOX", [
    ...["Message-ID: <news@paper.example>", date, "From: news@paper.example"],
    ...["List-Unsubscribe: <https://paper.example/out>", "Subject: Weekly", "", "News"],
  ]);
  expect(await fetchNow(workspace, source.id)).toBe(3);
  const log = await readAll(workspace);
  expect(log).toHaveLength(2);
  const byName = new Map(log.map((event) => [event.name, event]));
  expect(byName.get("Email Sent")?.payload).toMatchObject({
    properties: {
      subject: "切割方案",
      email: "li@ruifeng.example",
      threadId: "<offer@qiheng.example>",
    },
    context: { traits: { email: "li@ruifeng.example", name: "Li Qiang" } },
  });
  expect(byName.get("Email Replied")?.payload).toMatchObject({
    properties: {
      ...{ subject: "切割方案", threadId: "<offer@qiheng.example>", excerpt: "G6 的交期多久？" },
    },
    context: { traits: { email: "li@ruifeng.example" } },
  });
  expect(byName.get("Email Sent")?.anonymous_id).toBe(byName.get("Email Replied")?.anonymous_id);
  expect(await fetchNow(workspace, source.id)).toBe(0);
  mail.deliver("INBOX", [
    ...["Message-ID: <second@ruifeng.example>", date, "From: li@ruifeng.example"],
    ...["Subject: G6", "", "One more question"],
  ]);
  expect(await fetchNow(workspace, source.id)).toBe(1);
  expect((await readAll(workspace)).map(({ name }) => name)).toContain("Email Received");
});

it("a report of a mail that did not arrive is a bounce; a delay is none; a forged sender is nobody", async () => {
  const { workspace, source } = await server.newSource({
    connector: "mailbox",
    settings: { ...settingsFor(mail.port), folders: "Reports" },
  });
  await fetchNow(workspace, source.id);
  const [failing] = await workspace.transaction(listSources);
  expect(failing?.lastError?.en).toContain("The mailbox cannot be read");
  const { secrets } = server.test.database;
  await workspace.transaction((trx) =>
    changeSettings(trx, source.id as SourceId, settingsFor(mail.port), secrets),
  );
  const report = (action: string, id: string) => [
    ...[`Message-ID: <${id}@mx.example>`, date, "From: postmaster@mx.example"],
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ...["", "--b", "Content-Type: text/plain", "", "Sorry.", "--b"],
    ...["Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", ""],
    ...["Final-Recipient: rfc822; Gone@Ruifeng.example", `Action: ${action}`, "Status: 5.1.1"],
    ...["Diagnostic-Code: smtp; 550 5.1.1 no such user", "", "--b"],
    ...["Content-Type: text/rfc822-headers", "", "Message-ID: <offer-2@qiheng.example>"],
    ...["Subject: =?utf-8?B?5YiH5Ymy?=", " =?utf-8?B?5pa55qGI?=", "", "--b--", ""],
  ];
  mail.deliver("INBOX", report("failed", "r1"));
  mail.deliver("INBOX", report("delayed", "r2"));
  mail.deliver("INBOX", [
    ...["Authentication-Results: mx.qiheng.example; dmarc=fail", "Message-ID: <forged@x.example>"],
    ...[date, "From: wang@kehu.example", "Subject: Pay here", "", "..."],
  ]);
  await fetchNow(workspace, source.id);
  const log = await readAll(workspace);
  expect(log.find(({ name }) => name === "Email Bounced")?.payload).toMatchObject({
    properties: {
      ...{ email: "gone@ruifeng.example", status: "5.1.1", permanent: true, subject: "切割方案" },
      originalMessageId: "<offer-2@qiheng.example>",
    },
  });
  expect(log.filter(({ name }) => name === "Email Bounced")).toHaveLength(1);
  const forged = log.find(({ payload }) => JSON.stringify(payload).includes("Pay here"));
  expect(forged?.payload).toMatchObject({ properties: { senderForged: true } });
  expect(JSON.stringify(forged?.payload["context"])).not.toContain("wang@kehu.example");
});

it("a wrong password and a server that is away are said on the source's page, and end when it works again", async () => {
  const settings = { ...settingsFor(mail.port), password: "wrong" };
  const { workspace, source } = await server.newSource({ connector: "mailbox", settings });
  const id = source.id as SourceId;
  await fetchNow(workspace, source.id);
  const errorOf = async () => (await workspace.transaction(listSources))[0]?.lastError?.en ?? null;
  expect(await errorOf()).toContain("refused user or password");
  const { secrets } = server.test.database;
  const given = settingsFor(mail.port);
  await workspace.transaction((trx) => changeSettings(trx, id, given, secrets));
  await fetchNow(workspace, source.id);
  expect(await errorOf()).toBeNull();
  expect((await workspace.transaction(listSources))[0]?.connectedAt).not.toBeNull();
  await workspace.transaction((trx) => changeSettings(trx, id, { ...given, port: "1" }, secrets));
  await fetchNow(workspace, source.id);
  expect(await errorOf()).toContain("refuses the connection");
  await changeSource(workspace, id, { enabled: false });
  const input = { name: "Closed", connector: "mailbox", connects: false, settings };
  const closed = await createSource(workspace, input, secrets);
  expect(await fetchNow(workspace, closed.id)).toBe(0);
  const shown = (await workspace.transaction(listSources)).find((one) => one.id === closed.id);
  expect(shown).toMatchObject({ connects: false, connectedAt: null, lastError: null });
});
