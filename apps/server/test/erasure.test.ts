import type { WorkspaceId } from "@causeway/kernel";
import { runRetention } from "@causeway/module-privacy";
import { catchUpProjections, resetProjection } from "@causeway/module-touchpoints";
import type {
  Erasure,
  Erasures,
  ImportRun,
  PersonConsents,
  PersonData,
  Retention,
  RetentionPreview,
} from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { gatherStatistics } from "../src/demo/gather-statistics.ts";
import { applyTombstones, readTombstoneLines } from "../src/index.ts";
import { allPersonalData } from "../src/personal-data.ts";
import { findWords } from "./erasure/find-words.ts";
import {
  email,
  type PlantedPerson,
  phone,
  plantInSettings,
  plantPerson,
  sendEvents,
  sendHook,
  sendSignal,
} from "./erasure/planted-person.ts";
import { readEverything } from "./erasure/read-everything.ts";
import {
  type Browser,
  becomeOwner,
  foundWorkspace,
  joinByInvitation,
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
  // What a webhook brought is read in the background.
  await vi.waitUntil(hasAllEvents, { timeout: 150_000, interval: 50 });
}, 180_000);
afterAll(() => test.close());

const api = (path: string) => `/api/w/${workspace}${path}`;

async function hasAllEvents(): Promise<boolean> {
  await projected();
  const { body } = await owner.get(api(`/privacy/people/contact/${planted.contact}`));
  return (body as PersonData).events === 5;
}

async function projected(): Promise<void> {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  await catchUpProjections(database, test.server.product.projections);
}

async function erasureOf(id: string): Promise<Erasure> {
  return (await owner.get(api(`/privacy/erasures/${id}`))).body as Erasure;
}

const patience = { timeout: 60_000, interval: 50 };

async function storesOf(id: string): Promise<Readonly<Record<string, string>>> {
  const { progress } = await erasureOf(id);
  return Object.fromEntries(progress?.stores.map(({ store, state }) => [store, state]) ?? []);
}

async function erased(id: string): Promise<Erasure> {
  for (;;) {
    const body = await erasureOf(id);
    const { state, error } = body;
    if (state === "done") return body;
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
  const words = [
    email,
    "qozvykremarks2",
    "qozvykdeep",
    "qozvyknote",
    "qozvykimportnote",
    "qozvykheadline",
  ];
  for (const word of words) expect(text).toContain(word);
  expect(text).not.toContain("bystander-device");
  const page = await owner.get(
    api(`/privacy/people/contact/${planted.contact}/export?format=html`),
  );
  expect(page.body).toContain("qozvykdeep");
});

it("what is kept from a role comes out nowhere: not in a list, a search, a page, an event, a brief or a file", async () => {
  const member = await joinByInvitation(owner, test.server, workspace, "member");
  const words = [
    ...["屈尔昶", "qozvykmirel", "qozvykformer", "qozvyklead", "13912340761", "139 1234 0761"],
    ...["qozvykremarks", "qozvykimportnote", "310101198807074421", "qozvyktitle"],
  ];
  const told = await readEverything(test, member, workspace, words);
  expect([...new Set([...told.values()].flatMap((each) => [...each]))].sort()).toEqual(
    [...words].sort(),
  );
  expect(told.size).toBeGreaterThan(12);
  const rules = [
    ...[{ kind: "name" }, { kind: "email" }, { kind: "phone" }].map((of) => ({
      ...of,
      sight: "masked",
    })),
    { object: "contact", field: "id_number", sight: "masked" },
    { object: "contact", field: "remarks", sight: "hidden" },
    { object: "contact", field: "title", sight: "hidden" },
  ];
  for (const rule of rules) {
    const set = await owner.send("PUT", api("/privacy/masks"), { ...rule, role: "member" });
    expect(set.status).toBe(200);
  }
  expect(await readEverything(test, member, workspace, words)).toEqual(new Map());
  const seen = await member.get(api(`/records/contact/${planted.contact}`));
  expect(seen.body).toMatchObject({
    title: "屈**",
    values: {
      phone: "139****0761",
      email: "q***@zyxq-planted.cn",
      remarks: null,
      id_number: "3***",
    },
  });
  for (const word of ["13912340761", "qozvykmirel", "屈尔", "qec"]) {
    const hits = await member.get(api(`/search?object=contact&q=${encodeURIComponent(word)}`));
    expect([word, hits.body]).toEqual([word, { hits: [] }]);
    const list = await member.post(api("/records/lead/count"), { search: word });
    expect([word, list.body]).toEqual([word, { count: 0, exact: true }]);
  }
  const known = await member.get(api("/search?q=某某重工"));
  expect(known.body).toMatchObject({ hits: [{ object: "account" }] });
  const guess = (field: string) => ({
    filter: {
      ...{ kind: "comparison", field, operator: "equals" },
      operands: [{ kind: "constant", value: "x" }],
    },
  });
  const refused = [
    ...["query", "count", "ids"].map((way) => [`contact/${way}`, guess("remarks")] as const),
    ["lead/board", guess("phone")] as const,
    ["deal/query", guess("contact.phone")] as const,
    ["contact/query", { sort: { field: "name", direction: "asc" } }] as const,
    ["contact/update", { edits: [{ id: planted.contact, values: { phone } }] }] as const,
  ];
  for (const [path, body] of refused) {
    expect([path, (await member.post(api(`/records/${path}`), body)).status]).toEqual([path, 403]);
  }
  const own = await member.post(api("/privacy/masks"), {});
  expect(own.status).toBe(404);
  expect(
    (await member.send("PUT", api("/privacy/masks"), { ...rules[0], role: "member" })).status,
  ).toBe(403);
  for (const rule of rules) {
    await owner.send("PUT", api("/privacy/masks"), { ...rule, role: "member", sight: "whole" });
  }
  const whole = await member.get(api(`/records/contact/${planted.contact}`));
  expect(whole.body).toMatchObject({ title: "屈尔昶", values: { phone: "+8613912340761" } });
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
  expect(before.of.get("automated-decisions")).toMatchObject({ allowed: true, isSeparate: false });
  expect(before.of.get("sharing")).toMatchObject({ reason: "not-given", isSeparate: true });
  const rule = { purpose: "sharing", needsConsent: false };
  await owner.send("PUT", api("/privacy/consent-rules"), rule);
  expect((await standing()).of.get("sharing")).toMatchObject({ allowed: true });
  const said = { purpose: "marketing", decision: "granted", source: "paper", proof: "form 8" };
  expect((await owner.post(path, said)).status).toBe(201);
  expect((await standing()).of.get("marketing")).toMatchObject({ allowed: true });
  await owner.post(path, { ...said, decision: "refused" });
  const file = async (consent: string) =>
    String((await owner.get(api(`/records/contact/export.csv?columns=name${consent}`))).body);
  expect(await file("")).toContain("留步者");
  const omitted = await file("&consent=marketing");
  expect(omitted).not.toContain("留步者");
  expect(omitted).toContain("屈尔昶");
  expect(await file("&consent=marketing&without=mark")).toMatch(/留步者,(已拒绝|Refused)/);
  expect((await owner.post(path, said)).status).toBe(201);
  const planting = { ...said, proof: "qozvykproof" };
  await owner.post(api(`/privacy/people/contact/${planted.contact}/consents`), planting);
});

it("after an erasure no table, queue, file or log holds anything of the person, and others keep theirs", async () => {
  const opened = await test.server.database.workspace(workspace as WorkspaceId);
  await plantInSettings(owner, workspace, planted.stranger);
  await gatherStatistics(opened);
  const before = await findWords(test, planted.erased);
  expect(before.length).toBeGreaterThan(50);
  for (const place of [
    "statistics of",
    "planned_types",
    "page_tiers",
    "sources",
    "schema_fields",
  ]) {
    expect(before.join("\n")).toContain(place);
  }
  // As long as somebody holds what names the person, an erasure stands there.
  await opened.transaction(async (trx) => {
    await sql`select 1 from signals for update`.execute(trx);
    const begun = await owner.post(api("/privacy/erasures"), {
      ...{ object: "lead", id: planted.lead, basis: "request" },
    });
    expect(begun.status).toBe(202);
    erasure = (begun.body as Erasure).id;
    await expect
      .poll(() => storesOf(erasure), patience)
      .toMatchObject({
        ...{ identifiers: "searched", search_entries: "searched" },
        ...{ signals: "waiting", touchpoints: "waiting" },
      });
    const { progress } = await erasureOf(erasure);
    expect(progress).toMatchObject({ stage: "mentions", ahead: 0 });
    for (const { label } of progress?.stores ?? []) expect(label.zh).toMatch(/\p{Script=Han}/u);
    const { done = 0, total = 0 } = progress?.pages ?? {};
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(total / 2);
    const page = await owner.get(api(`/privacy/erasures/${erasure}/certificate`));
    expect(page.status).toBe(409);
  });
  const done = await erased(erasure);
  expect(done.progress).toBeNull();
  expect(await findWords(test, planted.erased)).toEqual([]);
  expect(done.found).toBe(0);
  expect(done.counts["events"]?.deleted).toBe(5);
  expect(done.tombstones).toBeGreaterThan(5);
  for (const word of planted.kept) expect(await findWords(test, [word])).not.toEqual([]);
  const stranger = await owner.get(api(`/records/contact/${planted.stranger}`));
  expect(stranger.body).toMatchObject({ values: { email: planted.kept[0], referred_by: null } });
  const deal = await owner.get(api(`/records/deal/${planted.deal}`));
  expect(deal.body).toMatchObject({
    title: "给[erased]的报价 [erased]",
    values: { contact: null },
  });
  for (const word of ["屈尔昶", "quercha", "0761", "qozvyknote"]) {
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
  await sendSignal(owner, workspace, "tender 2");
  await sendHook(test, planted.hookKey);
  const again = await owner.post(api("/records/contact"), { values: { name: "某人", email } });
  expect(again.status).toBe(409);
  const rows = `姓名,邮箱\n某人,${email}\n新来者,fresh@stays-here.cn\n`;
  const upload = api("/imports?name=late.csv&object=contact");
  const draft = await owner.send("POST", upload, new TextEncoder().encode(rows));
  const { id } = draft.body as { id: string };
  const columns = [
    { column: "姓名", field: "name" },
    { column: "邮箱", field: "email" },
  ];
  const seen = await owner.post(api(`/imports/${id}/preview`), { object: "contact", columns });
  expect(seen.body).toMatchObject({ counts: { create: 1, error: 1 } });
  await owner.post(api(`/imports/${id}/run`), { object: "contact", columns });
  const run = async () => (await owner.get(api(`/imports/${id}`))).body as ImportRun;
  await expect.poll(async () => (await run()).state, { timeout: 20_000 }).toBe("done");
  expect(await run()).toMatchObject({ created: 1, failed: 1, errors: [{ line: 2 }] });
  await projected();
  const arrivals = async () =>
    ((await owner.get(api("/privacy/erasures"))).body as Erasures).arrivals;
  await expect.poll(arrivals, { timeout: 60_000 }).toEqual({ dropped: 6, stripped: 4 });
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

it("what is past its time goes, parts of the log as a whole, and a replay gives what is live", async () => {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  const { body: source } = await owner.post(api("/sources"), { name: "past", history: true });
  const { writeKey } = source as { writeKey: string };
  const at = (id: string, timestamp: string, rest: object) => ({
    ...{ messageId: id, timestamp, type: "track", event: "Visited" },
    ...rest,
  });
  const named = (n: number) => ({ userId: `old-${n}`, anonymousId: `old-device-${n % 3}` });
  const batch = [
    // A month in which all is past its time, and one in which something stays.
    ...[1, 2, 3, 4, 5].map((n) => at(`gone-${n}`, `2025-02-0${n}T08:00:00Z`, named(n))),
    ...[1, 2, 3].map((n) => at(`thin-${n}`, `2025-03-0${n}T08:00:00Z`, named(n))),
    at("kept", "2025-03-05T08:00:00Z", { ...named(2), event: "Signed" }),
    {
      ...at("who", "2025-03-06T08:00:00Z", named(1)),
      type: "identify",
      traits: { email: "old@stays-here.cn" },
    },
    at("now", new Date().toISOString(), { ...named(1), event: "Visited" }),
  ];
  const sent = await fetch(`${test.server.url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ writeKey, batch }),
  });
  expect(sent.status).toBe(200);
  const plan = { tier: "L2", purpose: "", properties: [], onViolation: "flag" };
  for (const [name, retentionDays] of [
    ["Visited", 90],
    ["Signed", null],
  ] as const) {
    await owner.send("PUT", api("/tracking-plan/types"), { ...plan, name, retentionDays });
  }
  await projected();
  const { body: deal } = await owner.post(api("/records/deal"), { values: { name: "过期商机" } });
  const { id } = deal as { id: string };
  await owner.send("DELETE", api(`/records/deal/${id}`));
  const rule = { kind: "records", object: "deal", scope: "deleted", days: 30 };
  expect((await owner.send("PUT", api("/privacy/retention"), rule)).status).toBe(200);
  const now = new Date();
  const late = new Date(now.getTime() + 31 * 86_400_000);
  const due = (await owner.get(api("/privacy/retention/preview"))).body as RetentionPreview;
  expect(due.events.find(({ name }) => name === "Visited")).toEqual({
    ...{ name: "Visited", days: 90, count: 8 },
    ...{ oldest: "2025-02-01T08:00:00.000Z", newest: "2025-03-03T08:00:00.000Z" },
  });
  expect(due.partitions).toEqual([{ from: "2025-02-01", to: "2025-03-01", events: 5 }]);
  expect(due.records).toMatchObject([{ object: "deal", count: 0 }]);
  const data = allPersonalData;
  expect(await runRetention(database, { now: late, data })).toEqual({
    ...{ events: 8, records: 1, partitions: 1 },
  });
  expect(await runRetention(database, { now: late, data })).toMatchObject({
    events: 0,
    records: 0,
  });
  expect((await owner.get(api(`/records/deal/${id}`))).status).toBe(404);
  expect(await findWords(test, ["gone-1", "thin-1", "过期商机"])).toEqual([]);
  expect(await findWords(test, ["old@stays-here.cn"])).not.toEqual([]);
  const live = await computed(database);
  for (const name of ["identity", "tracking-plan"]) {
    await resetProjection(database, test.server.product.projections, name);
  }
  await projected();
  expect(await computed(database)).toEqual(live);
  const { body: kept } = await owner.get(api("/privacy/retention"));
  expect((kept as Retention).runs).toHaveLength(1);
});

/** Everything that is computed from the log. */
function computed(database: WorkspaceDatabase): Promise<Readonly<Record<string, unknown>>> {
  return database.transaction(async (trx) => {
    const found: Record<string, unknown> = {};
    for (const table of [
      ...["profiles", "identifiers", "event_profiles", "profile_merges", "profile_traits"],
      ...["touchpoints", "touchpoint_days", "page_stays"],
    ]) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(table)} t order by 1`.execute(trx);
      found[table] = rows.map(({ row }) => row);
    }
    const { rows } =
      await sql`select name, count, first_at, last_at from observed_types order by 1`.execute(trx);
    return { ...found, observed: rows };
  });
}
