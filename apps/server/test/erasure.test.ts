import type { WorkspaceId } from "@causeway/kernel";
import { catchUpProjections, resetProjection } from "@causeway/module-touchpoints";
import type { Erasure, Erasures, PersonConsents, PersonData } from "@causeway/platform-contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applyTombstones, readTombstoneLines } from "../src/index.ts";
import { findWords } from "./erasure/find-words.ts";
import {
  email,
  type PlantedPerson,
  plantPerson,
  sendEvents,
  sendHook,
} from "./erasure/planted-person.ts";
import {
  type Browser,
  becomeOwner,
  foundWorkspace,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

let test: TestServer;
let owner: Browser;
let workspace: string;
let planted: PlantedPerson;
let erasure: string;
let kept: string;

beforeAll(async () => {
  test = await startTestServer();
  owner = await becomeOwner(test.server);
  workspace = await foundWorkspace(owner, "我们");
  planted = await plantPerson(test, owner, workspace);
  await projected();
}, 60_000);
afterAll(() => test.close());

const api = (path: string) => `/api/w/${workspace}${path}`;

async function projected(): Promise<void> {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  await catchUpProjections(database, test.server.product.projections);
}

async function erased(id: string): Promise<Erasure> {
  for (;;) {
    const { body } = await owner.get(api(`/privacy/erasures/${id}`));
    const { state, error } = body as Erasure;
    if (state === "done") return body as Erasure;
    if (error !== null) throw new Error(`${error}: ${test.errors.join("")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("what is stored of a person is shown and exported whole before anything is erased", async () => {
  const { body } = await owner.get(api(`/privacy/people/contact/${planted.contact}`));
  const found = body as PersonData;
  expect(found.name).toBe("屈尔昶");
  expect(found.records.map(({ object }) => object).sort()).toEqual([
    ...["contact", "contact", "lead", "note", "task"],
  ]);
  expect(found.events).toBe(5);
  const copy = await owner.get(api(`/privacy/people/contact/${planted.contact}/export`));
  const text = JSON.stringify(copy.body);
  const words = [email, "qozremarks2", "qozdeep", "qoznote", "qozimportnote", "qozheadline"];
  for (const word of words) expect(text).toContain(word);
  expect(text).not.toContain("bystander-device");
  const page = await owner.get(
    api(`/privacy/people/contact/${planted.contact}/export?format=html`),
  );
  expect(page.body).toContain("qozdeep");
});

it("what somebody said about consent in an event holds for their record, is checked, and is changed by a later word", async () => {
  const path = api(`/privacy/people/contact/${planted.stranger}/consents`);
  const standing = async () => {
    const { body } = await owner.get(path);
    const { purposes, statements } = body as PersonConsents;
    return { of: new Map(purposes.map((each) => [each.purpose, each])), statements };
  };
  const before = await standing();
  expect(before.of.get("marketing")).toMatchObject({ allowed: false, reason: "refused" });
  expect(before.of.get("service")).toMatchObject({ allowed: true, since: null });
  expect(before.statements[0]).toMatchObject({ textVersion: "2026-03", proof: "form 7" });
  const rule = { purpose: "sharing", needsConsent: true };
  await owner.send("PUT", api("/privacy/consent-rules"), rule);
  expect((await standing()).of.get("sharing")).toMatchObject({ reason: "not-given" });
  const said = { purpose: "marketing", decision: "granted", source: "paper", proof: "form 8" };
  expect((await owner.post(path, said)).status).toBe(201);
  expect((await standing()).of.get("marketing")).toMatchObject({ allowed: true });
  const planting = { ...said, proof: "qozproof" };
  await owner.post(api(`/privacy/people/contact/${planted.contact}/consents`), planting);
});

it("after an erasure no table, queue, file or log holds anything of the person, and others keep theirs", async () => {
  const before = await findWords(test, planted.erased);
  expect(before.length).toBeGreaterThan(30);
  const begun = await owner.post(api("/privacy/erasures"), {
    ...{ object: "lead", id: planted.lead, basis: "request" },
  });
  expect(begun.status).toBe(202);
  erasure = (begun.body as Erasure).id;
  const done = await erased(erasure);
  expect(await findWords(test, planted.erased)).toEqual([]);
  expect(done.found).toBe(0);
  expect(done.counts["events"]?.deleted).toBe(5);
  expect(done.tombstones).toBeGreaterThan(5);
  for (const word of planted.kept) expect(await findWords(test, [word])).not.toEqual([]);
  const deal = await owner.get(api(`/records/deal/${planted.deal}`));
  expect(deal.body).toMatchObject({
    title: "给[erased]的报价 [erased]",
    values: { contact: null },
  });
  for (const word of ["屈尔昶", "quercha", "0761", "qoznote"]) {
    const search = await owner.get(api(`/search?q=${encodeURIComponent(word)}`));
    expect(search.body).toEqual({ hits: [] });
  }
});

it("the certificate can be printed and names nobody", async () => {
  const page = await owner.get(api(`/privacy/erasures/${erasure}/certificate`));
  expect(page.body).toContain(erasure);
  for (const word of planted.erased) expect(page.body).not.toContain(word);
});

it("late arrivals, dead letters, records and imports of an erased person are not taken in; those of others are, without them", async () => {
  await sendEvents(test, planted.writeKey, "late");
  await sendHook(test, planted.hookKey);
  const again = await owner.post(api("/records/contact"), { values: { name: "某人", email } });
  expect(again.status).toBe(409);
  await projected();
  const { body } = await owner.get(api("/privacy/erasures"));
  expect((body as Erasures).arrivals).toEqual({ dropped: 6, stripped: 3 });
  expect(await findWords(test, planted.erased)).toEqual([]);
});

it("a replay of the whole log brings nothing back, and gives what was live", async () => {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  const people = () =>
    database.transaction(async (trx) => {
      const { rows } =
        await sql`select kind, value, profile_id from identifiers order by 1, 2`.execute(trx);
      const touched =
        await sql`select event_id, profile_id, name, subject from touchpoints order by 1`.execute(
          trx,
        );
      return { rows, touched: touched.rows };
    });
  const live = await people();
  await resetProjection(database, test.server.product.projections, "identity");
  await resetProjection(database, test.server.product.projections, "tracking-plan");
  await projected();
  expect(await people()).toEqual(live);
  expect(await findWords(test, planted.erased)).toEqual([]);
});

it("an administrator takes somebody who came back in again, and finds by an address whether they were erased", async () => {
  const lookup = await owner.post(api("/privacy/lookups"), { value: email.toUpperCase() });
  expect(lookup.body).toEqual({ erasureId: erasure });
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  kept = await readTombstoneLines(database);
  const lifted = await owner.send("DELETE", api(`/privacy/erasures/${erasure}/tombstones`));
  expect(lifted.status).toBe(204);
  const again = await owner.post(api("/records/contact"), { values: { name: "某人", email } });
  expect(again.status).toBe(201);
});

it("tombstones that were kept beside a backup erase again what its restore brought back", async () => {
  // What the test before has let in stands for what an older backup holds.
  for (const word of planted.kept.concat(email)) expect(kept).not.toContain(word);
  const opened = {
    workspace: await test.server.database.workspace(workspace as WorkspaceId),
    database: test.server.database,
    jobs: test.server.product.jobs,
  };
  const [begun = ""] = await applyTombstones(opened, kept);
  expect(await erased(begun)).toMatchObject({ basis: "restored-backup", found: 0 });
  expect(await findWords(test, planted.erased)).toEqual([]);
  expect(await applyTombstones(opened, kept)).toEqual([]);
});
