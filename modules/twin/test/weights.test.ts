import { where } from "@causeway/engine-conditions";
import {
  identityMigrations,
  identityProjection,
  linkChangedRecords,
} from "@causeway/module-identity";
import { createRecord, onRecordChange, recordsMigrations } from "@causeway/module-records";
import {
  catchUpProjections,
  resetProjection,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { type WeightRuleInput, weightRuleInputSchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  boundRule,
  calibrateWeights,
  onTagCrossing,
  previewRule,
  readLiveWeights,
  readWeightRules,
  removeWeightRule,
  saveWeightRule,
  subjectProfiles,
  type TagCrossing,
  twinMigrations,
  twinProjection,
  weightsProjection,
} from "../src/index.ts";
import { arrive } from "./arrive.ts";

const actor = { kind: "system", id: "test" } as const;
const dayMs = 86_400_000;
const day = (count: number) => new Date(Date.UTC(2026, 2, 1) + count * dayMs);
const projections = [identityProjection, twinProjection, weightsProjection];
const ruleId = "00000000-0000-4000-8000-000000000001";

/** Three views in a row of a page about certification, without a download: +0.2, fading by half in 30 days. */
const certification: WeightRuleInput = weightRuleInputSchema.parse({
  tag: "合规敏感度",
  name: "连看三次认证页没有下载",
  sequence: {
    steps: [{ of: where("topic", "equals", "certification"), times: 3 }],
    without: where("name", "equalsIgnoringCase", "document downloaded"),
    withinDays: 14,
  },
  delta: 0.2,
  halfLifeDays: 30,
  threshold: 0.3,
});

let test: TestDatabase;
let workspace: WorkspaceDatabase;
let contact: string;
let told: TagCrossing[];
const stops: (() => void)[] = [];

const view = (user: string, at: number) => ({
  type: "page",
  userId: user,
  properties: { path: "/ce-certification", title: "EU CE certification" },
  timestamp: day(at).toISOString(),
  receivedAt: day(at).toISOString(),
});
const download = (user: string, at: number) => ({
  ...view(user, at),
  type: "track",
  event: "Document Downloaded",
  properties: { title: "CE" },
});

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [recordsMigrations, touchpointsMigrations, identityMigrations, twinMigrations],
  });
  stops.push(onRecordChange(linkChangedRecords));
  stops.push(
    onTagCrossing(async (_, crossings) => {
      told.push(...crossings);
    }),
  );
  told = [];
  workspace = await test.workspace();
  contact = await workspace.transaction(async (trx) => {
    await saveWeightRule(trx, {
      id: ruleId,
      rule: certification,
      userId: "fang",
      now: day(0),
      locale: "en",
    });
    const values = { name: "王芳", email: "wang@acme.cn" };
    return (await createRecord(trx, { object: "contact", values, actor })).id;
  });
  const wang = { type: "identify", userId: "u1", traits: { email: "wang@acme.cn" } };
  const at = { timestamp: day(0).toISOString(), receivedAt: day(0).toISOString() };
  await arrive(
    workspace,
    [
      { ...wang, ...at },
      view("u1", 1),
      view("u1", 2),
      view("u1", 3),
      // A download breaks what has begun.
      view("u1", 4),
      view("u1", 5),
      download("u1", 6),
      view("u1", 7),
      view("u2", 1),
      view("u2", 2),
    ],
    projections,
  );
});
afterAll(async () => {
  for (const stop of stops) stop();
  await test.close();
});

const weightsOn = (at: Date) =>
  workspace.transaction(async (trx) =>
    readLiveWeights(trx, await subjectProfiles(trx, { object: "contact", id: contact }), at),
  );
const crossings = () =>
  workspace.transaction(
    async (trx) =>
      (
        await sql<object>`select tag, weight, occurred_at from tag_crossings order by occurred_at`.execute(
          trx,
        )
      ).rows,
  );

it("readLiveWeights() raises a tag by a sequence of touchpoints, names them, and lets it fade", async () => {
  const { tags } = await weightsOn(day(3));
  expect(tags).toMatchObject([
    {
      tag: "合规敏感度",
      weight: 0.2,
      threshold: 0.3,
      contributions: [{ ruleId, delta: 0.2, at: day(3).toISOString() }],
    },
  ]);
  expect(tags[0]?.contributions[0]?.events).toHaveLength(3);
  const later = await weightsOn(day(33));
  expect(later.tags[0]?.weight).toBeCloseTo(0.1);
});

it("previewRule() says whom a draft would have touched, and saves nothing", async () => {
  const draft = { ...certification, sequence: { ...certification.sequence, without: null } };
  const preview = await workspace.transaction((trx) =>
    previewRule(trx, boundRule(ruleId, draft), day(8)),
  );
  expect(preview).toMatchObject({ people: 1, times: 2, above: 1 });
  expect(preview.samples[0]).toMatchObject({ name: "王芳", times: 2 });
  const [kept] = await workspace.transaction((trx) => readWeightRules(trx));
  expect(kept?.sequence.without).not.toBeNull();
});

it("previewRule() asks for the tier that the tracking plan says now", async () => {
  const steps = [{ of: where("tier", "equals", "L1"), times: 1 }];
  const sequence = { ...certification.sequence, steps, without: null };
  const people = async () => {
    const draft = boundRule(ruleId, { ...certification, sequence } as WeightRuleInput);
    return (await workspace.transaction((trx) => previewRule(trx, draft, day(8)))).people;
  };
  expect(await people()).toBe(0);
  const plan = (tier: string) =>
    workspace.transaction((trx) =>
      sql`insert into planned_types (name, tier, purpose, properties, on_violation)
        values ('Document Downloaded', ${tier}, '', '[]', 'flag')
        on conflict (name) do update set tier = excluded.tier`.execute(trx),
    );
  await plan("L1");
  expect(await people()).toBe(1);
  await plan("L2");
  expect(await people()).toBe(0);
});

it("weightsProjection tells once when a tag reaches its threshold, also when the log is read again", async () => {
  expect(told).toEqual([]);
  await arrive(workspace, [view("u1", 8), view("u1", 9), view("u1", 10)], projections);
  expect(told).toMatchObject([{ tag: "合规敏感度" }]);
  // Two views before the download do not count, the one after it does.
  expect(told[0]?.at).toEqual(day(9));
  expect(told[0]?.weight).toBeCloseTo(0.2 + 0.2 * 0.5 ** (6 / 30));
  const noted = await crossings();
  await resetProjection(workspace, projections, "identity");
  // Half a history says so, and teaches nothing.
  expect((await weightsOn(day(10))).rebuildingSince).not.toBeNull();
  await expect(
    workspace.transaction((trx) => calibrateWeights(trx, day(10))),
  ).rejects.toMatchObject({ code: "conflict" });
  await catchUpProjections(workspace, projections);
  expect((await weightsOn(day(10))).rebuildingSince).toBeNull();
  expect(told).toHaveLength(1);
  expect(await crossings()).toEqual(noted);
});

it("saveWeightRule() names the place of a condition that does not fit, and removeWeightRule() takes a rule back", async () => {
  const rule = {
    ...certification,
    sequence: {
      ...certification.sequence,
      steps: [{ of: where("price", "equals", 1), times: 1 }],
    },
  } as WeightRuleInput;
  const change = { id: ruleId, rule, userId: "fang", now: day(1), locale: "en" } as const;
  await expect(workspace.transaction((trx) => saveWeightRule(trx, change))).rejects.toMatchObject({
    code: "bad-input",
    issues: [{ path: "body.sequence.steps[0].of.field" }],
  });
  await workspace.transaction((trx) => removeWeightRule(trx, ruleId));
  expect((await weightsOn(day(10))).tags).toEqual([]);
  await expect(workspace.transaction((trx) => removeWeightRule(trx, ruleId))).rejects.toMatchObject(
    { code: "not-found" },
  );
});

it("calibrateWeights() proposes what the ended deals of accounts say of a rule", async () => {
  const fresh = await test.workspace();
  await fresh.transaction((trx) =>
    saveWeightRule(trx, {
      id: ruleId,
      rule: certification,
      userId: "fang",
      now: day(0),
      locale: "en",
    }),
  );
  const events: Parameters<typeof arrive>[1][number][] = [];
  for (let number = 0; number < 40; number++) {
    const looks = number < 20;
    const isWon = looks ? number < 16 : number < 25;
    const email = `p${number}@c${number}.cn`;
    const user = `u${number}`;
    await fresh.transaction(async (trx) => {
      const create = (object: string, values: Record<string, string>) =>
        createRecord(trx, { object, values, actor });
      const { id: account } = await create("account", { name: `C${number}` });
      await create("contact", { name: `P${number}`, email, account });
      const ended = { stage: isWon ? "won" : "lost", closed_at: day(60).toISOString() };
      await create("deal", { name: `D${number}`, account, ...ended });
    });
    events.push({ ...view(user, 20), type: "identify", traits: { email } });
    // Views after the end, or in its last days, tell nothing of it.
    for (const at of looks ? [30, 31, 32] : [58, 59, 61]) events.push(view(user, at));
  }
  await arrive(fresh, events, projections);
  const found = await fresh.transaction((trx) => calibrateWeights(trx, day(100)));
  expect(found).toMatchObject({ deals: 40, won: 21 });
  expect(found.rules).toMatchObject([
    { id: ruleId, verdict: "tells", seen: 20, wonSeen: 16, others: 20, wonOthers: 5 },
  ]);
  const odds = Math.log((16.5 * 15.5) / (4.5 * 5.5));
  expect(found.rules[0]?.delta).toBeCloseTo(odds, 9);
});
