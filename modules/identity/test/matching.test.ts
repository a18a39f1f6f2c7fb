import { type SourceId, seededRandom, systemClock } from "@causeway/kernel";
import { recordsMigrations } from "@causeway/module-records";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  resetProjection,
  startProjectionRunner,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { auditMigrations } from "@causeway/platform-audit";
import { matchingRuleBodySchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  answerReview,
  defaultRules,
  dryRun,
  explainPerson,
  identityMigrations,
  identityProjection,
  matchPeople,
  openReviews,
  previewRules,
  removeRule,
  saveRule,
  saveRules,
} from "../src/index.ts";

const actor = { kind: "user", id: "test" } as const;
let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [auditMigrations, recordsMigrations, touchpointsMigrations, identityMigrations],
  });
});
afterAll(() => test.close());

async function newWorkspace() {
  const workspace = await test.workspace();
  const source = await createSource(workspace, { name: "Site", history: true });
  const writer = createEventWriter({ clock: systemClock });
  let count = 0;
  return {
    workspace,
    send: async (...events: readonly object[]) => {
      const batch = events.map((event) => ({
        type: "page",
        messageId: `m${++count}`,
        timestamp: new Date(Date.UTC(2026, 0, 1, 0, count)).toISOString(),
        ...event,
      }));
      const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
      await ingest({ workspace, ...origin, payload: { batch }, type: null }, writer, systemClock);
      await catchUpProjections(workspace, [identityProjection]);
    },
  };
}

const agents = ["Windows Chrome", "Mac Safari", "iPhone", "Android"];
const from = (browser: number) => ({
  ip: `58.3.${Math.floor(browser / 9)}.${browser % 9}`,
  userAgent: agents[(browser * 7) % 4],
});
const visit = (id: string, browser: number) => ({ anonymousId: id, context: from(browser) });
const named = (id: string, browser: number, mail: string) => ({
  ...visit(id, browser),
  type: "identify",
  traits: { email: mail },
});

/** 400 browsers whose people are known, 30 of which come back without their cookies; an office of nine behind one address. */
function visits() {
  const known = Array.from({ length: 400 }, (_, at) => named(`b${at}`, at, `p${at}@x.cn`));
  const back = Array.from({ length: 30 }, (_, at) => visit(`again${at}`, at));
  const office = Array.from({ length: 9 }, (_, at) => ({
    ...visit(`office${at}`, at),
    context: { ip: "9.9.9.9", userAgent: agents[0] },
  }));
  return [...known, ...back, ...office];
}

const fingerprint = matchingRuleBodySchema.parse({
  name: "Address and browser",
  fields: [
    { field: "ip", kind: "category", mostSharing: 6 },
    { field: "user_agent", kind: "category" },
  ],
  blocking: [["ip"]],
  mergeAt: 0.9,
  reviewAt: 0.5,
});

const people = (workspace: WorkspaceDatabase) =>
  workspace.transaction(async (trx) => {
    const { rows } = await sql<{ count: number }>`
      select count(distinct canonical_id) as count from profiles`.execute(trx);
    return rows[0]?.count;
  });

async function matchAll(workspace: WorkspaceDatabase, atOnce?: number): Promise<void> {
  for (let looked = 1; looked > 0; ) {
    looked = await workspace.transaction((trx) => matchPeople(trx, new Date(), atOnce));
  }
}

it("dryRun() says what a fingerprint rule would join, and does not touch an office behind one address", async () => {
  const { workspace, send } = await newWorkspace();
  await send(...visits());
  const run = await workspace.transaction((trx) => dryRun(trx, fingerprint), { readOnly: true });
  expect(run).toMatchObject({
    people: 439,
    merges: 30,
    refused: 0,
    peopleAfter: 409,
    largestGroup: 2,
  });
  expect(run.weights.map(({ field }) => field)).toEqual(["ip", "user_agent"]);
  expect(run.samples.merge[0]?.evidence[0]?.values[0]).toMatch(/^58\.3\./);
  expect(await people(workspace)).toBe(439);
});

it("matchPeople() joins as the dry run said; a replay gives the same; without the rule all is as before", async () => {
  const { workspace, send } = await newWorkspace();
  await send(...visits());
  const id = await workspace.transaction((trx) => saveRule(trx, fingerprint, actor, new Date()));
  await matchAll(workspace);
  expect(await people(workspace)).toBe(409);
  await resetProjection(workspace, [identityProjection], "identity");
  await catchUpProjections(workspace, [identityProjection]);
  expect(await people(workspace)).toBe(409);
  const why = await workspace.transaction(async (trx) => {
    const { rows } = await sql<{ id: string }>`select profile_id as id from identifiers
      where kind = 'email' and value = 'p3@x.cn'`.execute(trx);
    return explainPerson(trx, rows[0]?.id ?? "", () => "");
  });
  expect(why.merges[0]?.decision).toMatchObject({ origin: "rule", ruleName: fingerprint.name });
  expect(why.merges[0]?.decision?.pair?.probability).toBeGreaterThan(0.9);
  await workspace.transaction((trx) => removeRule(trx, id, actor, new Date()));
  expect(await people(workspace)).toBe(439);
});

it("matchPeople() joins and asks what the dry run said, in however small portions it looks", async () => {
  for (const seed of process.env["CAUSEWAY_LONG_TESTS"] ? [1, 2, 3, 4, 5, 6, 7, 8] : [1]) {
    const { workspace, send } = await newWorkspace();
    const random = seededRandom(seed);
    const any = (below: number) => Math.floor(random() * below);
    const known = Array.from({ length: 200 }, (_, at) => named(`b${at}`, at, `p${at}@x.cn`));
    // A few browsers are two people's, and some who come back without their cookies come from several.
    const shared = Array.from({ length: 12 }, (_, at) => named(`c${at}`, any(60), `q${at}@x.cn`));
    const back = Array.from({ length: 60 }, (_, at) => visit(`again${at % 45}`, any(80)));
    await send(...known, ...shared, ...back);
    const run = await workspace.transaction((trx) => dryRun(trx, fingerprint), { readOnly: true });
    expect(Math.min(run.merges, run.reviews)).toBeGreaterThan(2);
    await workspace.transaction((trx) => saveRule(trx, fingerprint, actor, new Date()));
    await matchAll(workspace, 3);
    const { open } = await workspace.transaction((trx) => openReviews(trx, 1));
    expect({ people: await people(workspace), open }).toEqual({
      people: run.peopleAfter,
      open: run.reviews,
    });
  }
});

it("answerReview() is a decision: what somebody called two stays two, whatever the rule finds later", async () => {
  const { workspace, send } = await newWorkspace();
  await send(...visits());
  const careful = { ...fingerprint, mergeAt: 0.99999 };
  await workspace.transaction((trx) => saveRule(trx, careful, actor, new Date()));
  await matchAll(workspace);
  const { reviews, open } = await workspace.transaction((trx) => openReviews(trx, 50));
  expect(open).toBe(30);
  const again = await workspace.transaction((trx) => dryRun(trx, careful), { readOnly: true });
  expect(again).toMatchObject({ merges: 0, reviews: 0, waiting: 30 });
  const [one, other] = reviews;
  if (!one || !other) throw new Error("Reviews are open");
  const answer = (id: string, verdict: "together" | "apart") =>
    workspace.transaction((trx) => answerReview(trx, id, verdict, actor, new Date()));
  await answer(one.id, "together");
  await answer(other.id, "apart");
  expect(await people(workspace)).toBe(438);
  await expect(answer(other.id, "together")).rejects.toMatchObject({ code: "not-found" });
  await workspace.transaction((trx) => saveRule(trx, fingerprint, actor, new Date()));
  await matchAll(workspace);
  const still = await workspace.transaction((trx) => openReviews(trx, 50));
  expect(still.reviews.map(({ id }) => id)).not.toContain(other.id);
  const sides = [other.left, other.right].map(({ profileId }) => profileId);
  expect(sides[0]).not.toBe(sides[1]);
});

it("saveRules() folds the history again as its preview said: a blocked value joins nobody any more", async () => {
  const { workspace, send } = await newWorkspace();
  const order = { externalIds: [{ type: "email", id: "shared@x.cn" }] };
  await send(
    { ...named("b1", 1, "a@x.cn"), context: order },
    { ...named("b2", 2, "b@x.cn"), context: order },
    named("b3", 3, "c@x.cn"),
  );
  expect(await people(workspace)).toBe(2);
  const rules = { ...defaultRules, blocked: ["shared@*"] };
  const preview = await previewRules(workspace, rules);
  expect(preview).toMatchObject({
    events: 3,
    isWhole: true,
    peopleBefore: 2,
    peopleAfter: 3,
    split: 1,
  });
  const failures: unknown[] = [];
  const runner = await startProjectionRunner({
    database: test.database,
    projections: [identityProjection],
    onError: (error) => failures.push(error),
  });
  await workspace.transaction((trx) => saveRules(trx, rules, actor, new Date()));
  await expect.poll(() => people(workspace), { timeout: 60_000 }).toBe(3);
  await runner.close();
  expect(failures).toEqual([]);
});

it("a rule about names and companies learns who are colleagues, and joins none of them", async () => {
  const { workspace, send } = await newWorkspace();
  const random = seededRandom(11);
  const word = (letters: number) =>
    Array.from({ length: letters }, () => "abdeiklmnorstu"[Math.floor(random() * 14)]).join("");
  const companies = Array.from({ length: 40 }, () => `${word(5)} ${word(5)}`);
  const names = Array.from({ length: 160 }, () => `${word(4)} ${word(6)}`);
  const contact = (firm: number, person: number, again: boolean) => ({
    type: "identify",
    userId: `u${firm}-${person}${again ? "-again" : ""}`,
    traits: {
      name: `${names[4 * firm + person]}${again ? "n" : ""}`,
      company: `${companies[firm]} Ltd`,
      address: `${firm * 13 + 7} Mill Road`,
    },
  });
  const firms = Array.from({ length: 40 }, (_, firm) => firm);
  await send(
    ...firms.flatMap((firm) => [0, 1, 2, 3].map((person) => contact(firm, person, false))),
    ...firms.filter((firm) => firm % 2 === 0).map((firm) => contact(firm, 1, true)),
  );
  const colleagues = matchingRuleBodySchema.parse({
    name: "Name and company",
    fields: [
      { field: "name", kind: "full-name" },
      { field: "company", kind: "company" },
      { field: "address", kind: "address" },
    ],
    blocking: [["company"]],
    mergeAt: 0.9,
    reviewAt: 0.5,
  });
  const run = await workspace.transaction((trx) => dryRun(trx, colleagues), { readOnly: true });
  expect(run).toMatchObject({ people: 180, merges: 20, reviews: 0, largestGroup: 2 });
  expect(run.relatives).toMatchObject({ shared: ["company", "address"], telling: ["name"] });
  expect(run.related).toBeGreaterThan(200);
  expect(run.samples.related[0]).toMatchObject({ against: "relatives" });
  await workspace.transaction((trx) => saveRule(trx, colleagues, actor, new Date()));
  await matchAll(workspace);
  expect(await people(workspace)).toBe(160);
});
