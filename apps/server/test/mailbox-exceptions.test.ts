import type { WorkspaceId } from "@causeway/kernel";
import { catchUpProjections } from "@causeway/module-touchpoints";
import type { Erasure, Erasures, MailboxExceptions, PersonData } from "@causeway/platform-contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Browser,
  becomeOwner,
  foundWorkspace,
  joinByInvitation,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

const box = "info@qozvyk-solo.cn";
let test: TestServer;
let owner: Browser;
let workspace: string;
let writeKey: string;
let contact: string;

beforeAll(async () => {
  test = await startTestServer();
  owner = await becomeOwner(test.server);
  workspace = await foundWorkspace(owner, "我们");
  const source = await owner.post(api("/sources"), { name: "Site" });
  writeKey = (source.body as { writeKey: string }).writeKey;
  const values = { name: "屈尔昶", email: box };
  contact = ((await owner.post(api("/records/contact"), { values })).body as { id: string }).id;
  await send("m1", { email: box, consent: { marketing: false } });
}, 180_000);
afterAll(() => test.close());

const api = (path: string) => `/api/w/${workspace}${path}`;
const person = () => api(`/privacy/people/contact/${contact}`);
const exceptions = async () =>
  (await owner.get(api("/identity/mailbox-exceptions"))).body as MailboxExceptions;

async function send(messageId: string, traits: object): Promise<void> {
  const batch = [{ type: "identify", anonymousId: "qozvyk-browser", messageId, traits }];
  const answer = await fetch(`${test.server.url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ writeKey, batch }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  await catchUpProjections(database, test.server.product.projections);
}

it("an address of the list is said to be a person's by a member, with who and when, and taken back; others are refused", async () => {
  const path = api("/identity/mailbox-exceptions");
  const member = await joinByInvitation(owner, test.server, workspace, "member");
  expect(await exceptions()).toEqual({ exceptions: [], seen: [box] });
  for (const address of ["not an address", "wang@qozvyk-solo.cn", "info@163.com"])
    expect((await member.post(path, { address })).status).toBe(400);
  expect((await member.post(path, { address: " Info@Qozvyk-Solo.cn " })).status).toBe(201);
  const [kept] = (await exceptions()).exceptions;
  expect(kept).toMatchObject({ address: box, note: "", actor: expect.stringMatching(/./) });
  expect(Date.now() - Date.parse(kept?.decidedAt ?? "")).toBeLessThan(60_000);
  expect((await member.send("DELETE", `${path}/${kept?.id}`)).status).toBe(204);
  expect((await member.send("DELETE", `${path}/${kept?.id}`)).status).toBe(404);
  expect((await exceptions()).exceptions).toEqual([]);
});

it("a box that is a person's stands in their copy, is erased with them, and late arrivals from it are not taken in", async () => {
  const stored = async () => (await owner.get(person())).body as PersonData;
  const mayBeUsed = async () => {
    const file = await owner.get(api("/records/contact/export.csv?columns=name&consent=marketing"));
    return String(file.body).includes("屈尔昶");
  };
  // A refusal that was said from the box holds whether it is a role's or a person's.
  expect([(await stored()).events, await mayBeUsed()]).toEqual([0, false]);
  const said = { address: box, note: "qozvyknote" };
  expect((await owner.post(api("/identity/mailbox-exceptions"), said)).status).toBe(201);
  expect([(await stored()).events, await mayBeUsed()]).toEqual([1, false]);
  expect(JSON.stringify((await owner.get(`${person()}/export`)).body)).toContain("qozvyknote");
  const begun = await owner.post(api("/privacy/erasures"), {
    ...{ object: "contact", id: contact, basis: "request" },
  });
  const erasure = api(`/privacy/erasures/${(begun.body as Erasure).id}`);
  const state = async () => ((await owner.get(erasure)).body as Erasure).state;
  await expect.poll(state, { timeout: 60_000 }).toBe("done");
  expect(await exceptions()).toEqual({ exceptions: [], seen: [] });
  await send("m2", { email: box });
  const arrivals = async () =>
    ((await owner.get(api("/privacy/erasures"))).body as Erasures).arrivals;
  await expect.poll(arrivals, { timeout: 20_000 }).toEqual({ dropped: 1, stripped: 0 });
  const opened = await test.server.database.workspace(workspace as WorkspaceId);
  const { rows } = await opened.transaction((trx) =>
    sql`select details from audit_log where details::text like '%qozvyk%'`.execute(trx),
  );
  expect(rows).toEqual([]);
}, 120_000);
