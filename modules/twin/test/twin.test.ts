import { type EventId, type ProfileId, type SourceId, systemClock } from "@causeway/kernel";
import {
  decide,
  identityMigrations,
  identityProjection,
  linkChangedRecords,
  onIdentityChange,
  profilesOfRecord,
} from "@causeway/module-identity";
import { createRecord, onRecordChange, recordsMigrations } from "@causeway/module-records";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  resetProjection,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { auditMigrations } from "@causeway/platform-audit";
import { heatMapQuerySchema, type PageTierRule } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  rowsTouched,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type BehaviourFeatures,
  behaviourFeatureDefinitions,
  behaviourFeatures,
  behaviourFeaturesOfRecords,
  moveTouchpoints,
  type PlacedTouchpoint,
  readBinnedTimeline,
  readHeatCell,
  readRawEvent,
  readTimeline,
  readTwin,
  subjectProfiles,
  touchpointHappening,
  twinMigrations,
  twinProjection,
} from "../src/index.ts";
import { readPageTiers, savePageTiers } from "../src/page-tiers/page-tier-rules.ts";
import { previewPageTiers } from "../src/page-tiers/preview-page-tiers.ts";

const actor = { kind: "system", id: "test" } as const;
const projections = [identityProjection, twinProjection];
const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const day = (count: number) => new Date(start + count * dayMs);

let test: TestDatabase;
let unlisten: () => void;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      auditMigrations,
      recordsMigrations,
      touchpointsMigrations,
      identityMigrations,
      twinMigrations,
    ],
  });
  const stops = [onRecordChange(linkChangedRecords), onIdentityChange(moveTouchpoints)];
  unlisten = () => {
    for (const stop of stops) stop();
  };
});
afterAll(async () => {
  unlisten();
  await test.close();
});

interface Happening {
  readonly day: number;
  /** When it became known; at once unless given. */
  readonly knownDay?: number;
  readonly [field: string]: unknown;
}

async function newWorkspace() {
  const workspace = await test.workspace();
  const source = await createSource(workspace, { name: "All", history: true });
  const writer = createEventWriter({ clock: systemClock });
  let count = 0;
  return {
    workspace,
    happen: async (...happenings: readonly Happening[]) => {
      const batch = happenings.map(({ day: at, knownDay = at, ...event }) => ({
        messageId: `m${++count}`,
        timestamp: day(at).toISOString(),
        receivedAt: day(knownDay).toISOString(),
        ...event,
      }));
      const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
      for (let at = 0; at < batch.length; at += 2_000) {
        const payload = { batch: batch.slice(at, at + 2_000) };
        await ingest({ workspace, ...origin, payload, type: null }, writer, systemClock);
      }
      await catchUpProjections(workspace, projections);
    },
    newContact: (email: string) =>
      workspace.transaction((trx) =>
        createRecord(trx, { object: "contact", values: { name: "王芳", email }, actor }),
      ),
  };
}

const page = (path: string) => ({ type: "page", properties: { path, title: path } });
const track = (event: string) => ({ type: "track", event });

it("readTimeline() shows the tier that the tracking plan says now, else that of the vocabulary", async () => {
  const { workspace, happen } = await newWorkspace();
  await happen(
    { day: 1, anonymousId: "b1", ...track("Machine Heartbeat") },
    { day: 2, anonymousId: "b1", ...page("/") },
  );
  const tiers = () =>
    workspace.transaction(async (trx) => {
      const { rows } = await sql<{
        profile: ProfileId;
      }>`select id as profile from profiles`.execute(trx);
      const members = rows.map(({ profile }) => ({ profile, person: profile }));
      const { touchpoints } = await readTimeline(trx, members, { limit: 10 }, "en");
      const binned = { from: day(0), to: day(3), bins: 3 };
      const picture = await readBinnedTimeline(trx, members, binned, "en");
      expect(picture.touchpoints.map(({ tier }) => tier)).toEqual(
        touchpoints.map(({ tier }) => tier),
      );
      return touchpoints.map(({ tier }) => tier);
    });
  expect(await tiers()).toEqual(["L3", "L3"]);
  await workspace.transaction((trx) =>
    sql`insert into planned_types (name, tier, purpose, properties, on_violation)
      values ('Machine Heartbeat', 'L1', 'Usage', '[]', 'flag'), ('/', 'L1', '', '[]', 'flag')`.execute(
      trx,
    ),
  );
  expect(await tiers()).toEqual(["L3", "L1"]);
});

const ofPages = { rows: "kind", columns: "stage", row: "web", column: "anonymous" } as const;
const cellOfPages = { ...heatMapQuerySchema.parse(ofPages), ...ofPages };

it("readTimeline() and readHeatCell() show the tier of the first rule that fits a page, of past visits too", async () => {
  const { workspace, happen } = await newWorkspace();
  const paths = ["/en/CE-certification/", "/careers/pricing", "/pricing", "/nothing-known"];
  await happen(...paths.map((path, at) => ({ day: at + 1, anonymousId: "b1", ...page(path) })));
  const read = (rules: readonly PageTierRule[]) =>
    workspace.transaction(async (trx) => {
      await savePageTiers(trx, rules);
      const { rows } = await sql<{
        profile: ProfileId;
      }>`select id as profile from profiles`.execute(trx);
      const members = rows.map(({ profile }) => ({ profile, person: profile }));
      const { touchpoints } = await readTimeline(trx, members, { limit: 9 }, "en");
      const binned = { from: day(0), to: day(9), bins: 9 };
      const cell = await readHeatCell(trx, cellOfPages, day(9), "en");
      const tiers = touchpoints.map(({ tier }) => tier).toReversed();
      for (const { touchpoints: same } of [
        await readBinnedTimeline(trx, members, binned, "en"),
        cell,
      ]) {
        expect(same.map(({ tier }) => tier).toReversed()).toEqual(tiers);
      }
      return tiers;
    });
  expect(await read([])).toEqual(["L2", "L1", "L1", "L3"]);
  const rules = [
    { matches: "path-begins", value: "/Careers", tier: "L3" },
    { matches: "topic", value: "certification", tier: "L1" },
    { matches: "topic", value: "other", tier: "L2" },
    { matches: "path-is", value: "/pricing/", tier: "L2" },
    { matches: "path-contains", value: "pricing", tier: "L3" },
  ] as const;
  expect(await read(rules)).toEqual(["L1", "L3", "L2", "L2"]);
  expect(await read(rules.toReversed())).toEqual(["L1", "L3", "L3", "L2"]);
  await expect(read([{ matches: "topic", value: "weather", tier: "L1" }])).rejects.toMatchObject({
    issues: [{ path: "body.rules.0.value" }],
  });
});

it("previewPageTiers() says which visits a draft would move, and saves nothing", async () => {
  const { workspace, happen } = await newWorkspace();
  const paths = ["/pricing", "/pricing", "/careers", "/nothing-known"];
  await happen(...paths.map((path, at) => ({ day: at + 1, anonymousId: "b1", ...page(path) })));
  const draft = [
    { matches: "topic", value: "careers", tier: "L3" },
    { matches: "path-begins", value: "/", tier: "L2" },
  ] as const;
  const preview = await workspace.transaction((trx) => previewPageTiers(trx, draft, day(9)));
  expect(preview).toMatchObject({ visits: 4, moved: 4, rules: [{ visits: 1 }, { visits: 3 }] });
  expect(preview.pages[0]).toEqual({
    ...{ path: "/pricing", topic: "pricing", visits: 2, tier: "L1", next: "L2", rule: 1 },
  });
  expect(await workspace.transaction(readPageTiers)).toEqual([]);
});

it("readTwin() shows a contact's people, identifiers, totals, weeks and key moments", async () => {
  const { workspace, happen, newContact } = await newWorkspace();
  const contact = await newContact("wang@acme.cn");
  const lead = await workspace.transaction((trx) =>
    createRecord(trx, { object: "lead", values: { name: "王", email: "wang@acme.cn" }, actor }),
  );
  await happen(
    { day: 1, anonymousId: "b1", ...page("/") },
    { day: 1.1, anonymousId: "b1", ...page("/pricing") },
    { day: 1.2, anonymousId: "b1", ...page("/pricing") },
    { day: 2, anonymousId: "b1", type: "identify", traits: { email: "wang@acme.cn" } },
    { day: 9, anonymousId: "b1", ...track("Badge Scanned") },
    { day: 10, anonymousId: "stranger", ...page("/pricing") },
  );
  const twin = await workspace.transaction(async (trx) =>
    readTwin(trx, await subjectProfiles(trx, { object: "contact", id: contact.id }), day(12), "zh"),
  );
  expect(twin.people).toEqual([
    {
      profileId: twin.people[0]?.profileId,
      name: "王芳",
      title: null,
      contactId: contact.id,
      leadId: lead.id,
      telling: { kind: "email", value: "wang@acme.cn" },
      lastSeenAt: day(9).toISOString(),
      events: 5,
    },
  ]);
  expect(twin.identifiers.map(({ kind, value }) => [kind, value])).toEqual([
    ["anonymous_id", "b1"],
    ["email", "wang@acme.cn"],
  ]);
  expect(twin.totals).toEqual([
    { kind: "web", count: 3 },
    { kind: "exhibition", count: 1 },
  ]);
  expect(twin.density).toHaveLength(53);
  expect(twin.density.filter((week) => week.count > 0)).toEqual([
    { week: "2025-12-29", count: 3 },
    { week: "2026-01-05", count: 1 },
  ]);
  expect(twin.keyMoments.map((moment) => moment.title)).toEqual(["展会扫码", "打开 /pricing"]);
  await expect(
    workspace.transaction((trx) =>
      subjectProfiles(trx, { object: "contact", id: crypto.randomUUID() }),
    ),
  ).rejects.toMatchObject({ code: "not-found" });
});

it("readTimeline() gives the 72 hours after an event, and every event's raw data", async () => {
  const { workspace, happen, newContact } = await newWorkspace();
  const contact = await newContact("wang@acme.cn");
  const who = { userId: "w", context: { traits: { email: "wang@acme.cn", name: "王小芳" } } };
  await happen(
    { day: 1, ...who, ...page("/") },
    { day: 5, ...who, ...track("Badge Scanned") },
    { day: 6, ...who, ...page("/pricing") },
    {
      day: 6.001,
      ...who,
      ...track("Page Left"),
      properties: { path: "/pricing", dwellMs: 80_000 },
    },
    { day: 7.99, ...who, ...track("Call Ended") },
    { day: 8, ...who, ...page("/news") },
  );
  await workspace.transaction(async (trx) => {
    const members = await profilesOfRecord(trx, { object: "contact", id: contact.id });
    const window = { from: day(5), to: day(8), limit: 100 };
    const { touchpoints, nextBefore } = await readTimeline(trx, members, window, "en");
    expect(nextBefore).toBeNull();
    expect(touchpoints.map(({ title, personName }) => [title, personName])).toEqual([
      ["Call", "王芳"],
      ["Opened /pricing", "王芳"],
      ["Badge scanned", "王芳"],
    ]);
    expect(touchpoints.map((touchpoint) => touchpoint.durationMs)).toEqual([null, 80_000, null]);
    const raw = await readRawEvent(trx, touchpoints[1]?.eventId as EventId);
    expect(raw).toMatchObject({ userId: "w", type: "page", profileId: members[0]?.profile });
  });
});

it("readTimeline() pages through every event of several profiles once, newest first, also over ties", async () => {
  const { workspace, happen } = await newWorkspace();
  const moments = fc.array(
    fc.record({ day: fc.integer({ min: 0, max: 5 }), anonymousId: fc.constantFrom("a", "b", "c") }),
    { minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(moments, fc.integer({ min: 1, max: 7 }), async (drafts, limit) => {
      const mark = crypto.randomUUID();
      await happen(
        ...drafts.map((draft) => ({
          ...draft,
          anonymousId: `${draft.anonymousId}${mark}`,
          ...page("/"),
        })),
      );
      await workspace.transaction(async (trx) => {
        const { rows } = await sql<{
          profile: ProfileId;
        }>`select profile_id as profile from identifiers
          where value like ${`%${mark}`}`.execute(trx);
        const members = rows.map(({ profile }) => ({ profile, person: profile }));
        const seen: string[] = [];
        const times: string[] = [];
        let before: string | undefined;
        do {
          const found = await readTimeline(trx, members, { limit, before }, "en");
          seen.push(...found.touchpoints.map((touchpoint) => touchpoint.eventId));
          times.push(...found.touchpoints.map((touchpoint) => touchpoint.occurredAt));
          before = found.nextBefore ?? undefined;
        } while (before !== undefined);
        expect(seen).toHaveLength(drafts.length);
        expect(new Set(seen).size).toBe(drafts.length);
        expect(times).toEqual(times.toSorted().toReversed());
      });
    }),
    { numRuns: 10 },
  );
  await expect(
    workspace.transaction((trx) => readTimeline(trx, [], { limit: 1, before: "1; drop" }, "en")),
  ).rejects.toMatchObject({ code: "bad-input" });
});

it("behaviourFeaturesOfRecords() counts only what had happened and was known at the moment", async () => {
  const { workspace, happen, newContact } = await newWorkspace();
  const contact = await newContact("wang@acme.cn");
  const who = { userId: "w", context: { traits: { email: "wang@acme.cn" } } };
  await happen(
    { day: 100, ...who, ...page("/pricing") },
    { day: 105, anonymousId: "desk", ...page("/pricing") },
    { day: 108, ...who, ...track("Email Replied"), knownDay: 115 },
    { day: 110, anonymousId: "desk", type: "identify", userId: "w" },
    { day: 15, ...who, ...page("/pricing") },
  );
  const at = (count: number) => ({ object: "contact", id: contact.id, asOf: day(count) });
  const features = await workspace.transaction((trx) =>
    behaviourFeaturesOfRecords(trx, [at(99), at(109), at(112), at(116), at(300)]),
  );
  const pick = (name: string) => features.map((values) => values[name]);
  expect(pick("pricing_views_30d")).toEqual([0, 1, 2, 2, 0]);
  expect(pick("email_replies_30d")).toEqual([0, 0, 0, 1, 0]);
  expect(pick("days_since_last")).toEqual([84, 9, 7, 8, null]);
  expect(pick("views_90d")).toEqual([1, 1, 2, 2, 0]);
});

it("behaviourFeatures() equals a plain count over the same events", async () => {
  const { workspace, happen } = await newWorkspace();
  const happening = fc.record({
    day: fc.double({ min: 0, max: 120, noNaN: true }),
    what: fc.constantFrom(
      page("/pricing"),
      page("/careers"),
      track("Email Opened"),
      track("Call Ended"),
      track("Machine Heartbeat"),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (drafts) => {
      const user = crypto.randomUUID();
      await happen(
        { day: -100, userId: user, type: "identify" },
        ...drafts.map(({ day: at, what }) => ({
          day: Math.round(at * 1000) / 1000,
          userId: user,
          ...what,
        })),
      );
      const asOf = day(121);
      const [features, inMemory] = await workspace.transaction(async (trx) => {
        const { rows } = await sql<{ id: ProfileId }>`select profile_id as id from identifiers
          where kind = 'user_id' and value = ${user}`.execute(trx);
        const ids = rows.map((row) => row.id);
        const [read] = await behaviourFeatures(trx, ids, asOf);
        const marks = await sql<PlacedTouchpoint>`
          select kind, name, topic, facts, type, occurred_at as "occurredAt", received_at as "receivedAt"
          from touchpoints where profile_id = any(${ids}::uuid[])`.execute(trx);
        return [read, countsOf(marks.rows, asOf)];
      });
      expect(features).toMatchObject(inMemory);
      const count = (days: number, matches: (what: object) => boolean) =>
        drafts.filter((draft) => matches(draft.what) && draft.day > 121 - days).length;
      const isPage = (what: object) => "properties" in what;
      const path = (what: object) => (isPage(what) ? JSON.stringify(what) : "");
      expect(features).toMatchObject({
        views_30d: count(30, isPage),
        pricing_views_90d: count(90, (what) => path(what).includes("pricing")),
        careers_views_30d: count(30, (what) => path(what).includes("careers")),
        email_opens_90d: count(90, (what) => JSON.stringify(what).includes("Opened")),
        touchpoints_7d: count(7, () => true),
      } satisfies BehaviourFeatures);
    }),
    { numRuns: 15 },
  );
});

/** Every counted feature by the keys that a touchpoint has in memory. */
function countsOf(marks: readonly PlacedTouchpoint[], asOf: Date): Record<string, number> {
  const happenings = marks.map(touchpointHappening);
  return Object.fromEntries(
    behaviourFeatureDefinitions.flatMap(({ name, counts }) => {
      if (counts === undefined) return [];
      const from = asOf.getTime() - counts.days * 86_400_000;
      const found = happenings.filter(
        ({ atMs, keys }) => atMs > from && atMs <= asOf.getTime() && keys.includes(counts.key),
      );
      return [[name, found.length]];
    }),
  );
}

it("touchpointHappening() measures by the first number among the facts", () => {
  const mark = {
    type: "track",
    kind: "iot",
    name: "Machine Heartbeat",
    topic: null,
    occurredAt: day(1),
    receivedAt: day(2),
  } as const;
  const measured = touchpointHappening({ ...mark, facts: { serial: "G-1", beamHours: "52.5" } });
  expect(measured).toMatchObject({ value: 52.5, knownMs: day(2).getTime() });
  expect(measured.keys).toContain("event:machine heartbeat");
  expect(touchpointHappening({ ...mark, facts: { note: "" } })).not.toHaveProperty("value");
});

async function dump(workspace: WorkspaceDatabase): Promise<unknown> {
  return workspace.transaction(async (trx) => {
    const marks = await sql`select to_jsonb(t) from touchpoints t order by event_id`.execute(trx);
    const days =
      await sql`select to_jsonb(t) from touchpoint_days t order by profile_id, day, kind`.execute(
        trx,
      );
    const stays = await sql`select to_jsonb(t) from page_stays t order by event_id`.execute(trx);
    return [marks.rows, days.rows, stays.rows];
  });
}

it("identity and twin are the same after a rebuild of both", async () => {
  const { workspace, happen } = await newWorkspace();
  for (let round = 0; round < 5; round++) {
    await happen(
      ...Array.from({ length: 40 }, (_, index) => ({
        day: (index * 7 + round) % 60,
        anonymousId: `d${index % 6}`,
        ...(index % 9 === round ? { userId: `u${index % 3}` } : {}),
        ...(index % 5 === 0
          ? { ...track("Page Left"), properties: { path: "/docs", dwellMs: index } }
          : page(index % 2 === 0 ? "/pricing" : "/docs")),
      })),
    );
  }
  const live = await dump(workspace);
  await resetProjection(workspace, projections, "identity");
  expect(await dump(workspace)).toEqual([[], [], []]);
  await catchUpProjections(workspace, projections);
  expect(await dump(workspace)).toEqual(live);
});

it("readTimeline() and readTwin() do not read all of the 100,000 events of a customer", async () => {
  const { workspace, happen } = await newWorkspace();
  await happen({ day: 1, userId: "big", ...page("/") });
  await workspace.alter(async (trx) => {
    await sql`insert into touchpoints select 1000000 + n, t.profile_id, t.occurred_at + n * interval '5 minutes',
      t.received_at + n * interval '5 minutes', t.kind, t.tier, t.type, t.name, t.topic, t.subject, t.facts,
      t.duration_ms, n % 50 = 0, t.source_id from touchpoints t, generate_series(1, 100000) n`.execute(
      trx,
    );
    await sql`insert into touchpoint_days select profile_id, (occurred_at at time zone 'UTC')::date, kind, count(*)
      from touchpoints group by 1, 2, 3 on conflict do nothing`.execute(trx);
    await sql`analyze touchpoints`.execute(trx);
  });
  await workspace.transaction(async (trx) => {
    const { rows } = await sql<{ id: ProfileId }>`select id from profiles`.execute(trx);
    const members = rows.map(({ id }) => ({ profile: id, person: id }));
    const touched = async (work: (explained: typeof trx) => Promise<unknown>) =>
      (await explainQueries(trx, work)).reduce((sum, plan) => sum + rowsTouched(plan), 0);
    const window = { from: day(100), to: day(103), limit: 1_000 };
    const rowsOf = {
      timeline: await touched((on) => readTimeline(on, members, { limit: 200 }, "zh")),
      twin: await touched((on) => readTwin(on, members, day(360), "zh")),
      window: await touched((on) => readTimeline(on, members, window, "zh")),
    };
    for (const [name, rows] of Object.entries(rowsOf)) {
      expect(rows, name).toBeGreaterThan(100);
      expect(rows, name).toBeLessThan(50_000);
    }
    // A picture of everything is as large as a picture of a day, and still knows how many there are.
    await sql`update touchpoints set tier = 'L1' where event_id = 1050000`.execute(trx);
    const all = { from: day(0), to: day(360), bins: 600 };
    const { touchpoints } = await readBinnedTimeline(trx, members, all, "zh");
    expect(touchpoints.length).toBeLessThanOrEqual(600);
    expect(touchpoints.reduce((sum, { count }) => sum + count, 0)).toBe(100_001);
    expect(touchpoints.filter(({ tier }) => tier === "L1").map(({ eventId }) => eventId)).toContain(
      "1050000",
    );
    const first = await readTimeline(trx, members, { ...all, order: "oldest", limit: 3 }, "zh");
    expect(first.touchpoints.map(({ eventId }) => eventId).slice(1)).toEqual([
      "1000001",
      "1000002",
    ]);
    expect(first.nextBefore).toBeNull();
  });
});

it("moveTouchpoints() gives the marks of a split person back, as a replay would", async () => {
  const { workspace, happen } = await newWorkspace();
  const named = (email: string, others: object = {}) => ({
    anonymousId: "office",
    type: "identify",
    traits: { email },
    ...others,
  });
  await happen(
    {
      day: 1,
      ...named("a@acme.cn", { context: { externalIds: [{ type: "email", id: "b@acme.cn" }] } }),
    },
    { day: 1.001, anonymousId: "office", ...page("/pricing") },
    { day: 2, ...named("b@acme.cn") },
    { day: 2.001, anonymousId: "office", ...page("/pricing") },
    {
      day: 2.002,
      anonymousId: "office",
      type: "track",
      event: "Page Left",
      properties: { path: "/pricing", visitSeconds: 60 },
    },
    { day: 9, anonymousId: "office", ...page("/news") },
  );
  const dump = () =>
    workspace.transaction(async (trx) => {
      const tables = ["touchpoints", "touchpoint_days", "page_stays"];
      const content: unknown[] = [];
      for (const table of tables) {
        content.push(
          (await sql`select to_jsonb(t) as row from ${sql.table(table)} t order by 1`.execute(trx))
            .rows,
        );
      }
      return content;
    });
  const before = await dump();
  const mail = (value: string) => ({ kind: "email", value });
  await workspace.transaction((trx) =>
    decide(
      trx,
      [{ verdict: "apart", left: mail("a@acme.cn"), right: mail("b@acme.cn") }],
      actor,
      new Date(),
    ),
  );
  const moved = await dump();
  expect(moved).not.toEqual(before);
  await resetProjection(workspace, projections, "identity");
  await catchUpProjections(workspace, projections);
  expect(await dump()).toEqual(moved);
});
