import { type ProfileId, type SourceId, systemClock } from "@causeway/kernel";
import {
  createRecord,
  deleteRecord,
  onRecordChange,
  recordsMigrations,
  updateRecord,
} from "@causeway/module-records";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  resetProjection,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { auditMigrations, recordConsents } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  consentOfIdentifier,
  consentOfRecord,
  consentsOfRecords,
  defaultRules,
  describePeople,
  identityMigrations,
  identityProjection,
  linkAllRecords,
  linkChangedRecords,
  profileOfRecord,
  profilesOfRecord,
  readMembersAsOf,
  recordsOfProfiles,
  saveRules,
  wholePerson,
} from "../src/index.ts";

const actor = { kind: "system", id: "test" } as const;
let test: TestDatabase;
let unlisten: () => void;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [auditMigrations, recordsMigrations, touchpointsMigrations, identityMigrations],
  });
  unlisten = onRecordChange(linkChangedRecords);
});
afterAll(async () => {
  unlisten();
  await test.close();
});

async function newWorkspace() {
  const workspace = await test.workspace();
  const source = await createSource(workspace, { name: "Site", history: true });
  const writer = createEventWriter({ clock: systemClock });
  let count = 0;
  return {
    workspace,
    /** Stores events that happened and became known at the given day of 2026. */
    send: async (...events: readonly (readonly [day: number, event: object])[]) => {
      const batch = events.map(([day, event]) => ({
        type: "track",
        event: "Seen",
        messageId: `m${++count}`,
        timestamp: new Date(Date.UTC(2026, 0, day)).toISOString(),
        ...event,
      }));
      const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
      await ingest({ workspace, ...origin, payload: { batch }, type: null }, writer, systemClock);
    },
    project: () => catchUpProjections(workspace, [identityProjection]),
  };
}

const identify = (anonymousId: string, traits: object, userId?: string) => ({
  type: "identify",
  anonymousId,
  traits,
  ...(userId === undefined ? {} : { userId }),
});

/** Everything the projection wrote, in a fixed order. */
async function dump(workspace: WorkspaceDatabase): Promise<unknown> {
  const tables = [
    "profiles",
    "identifiers",
    "event_profiles",
    "profile_merges",
    "identity_notes",
    "profile_traits",
    "profile_companies",
  ];
  return workspace.transaction(async (trx) => {
    const content: Record<string, unknown> = {};
    for (const table of tables) {
      const { rows } = await sql`select to_jsonb(t) as row from ${sql.table(table)} t
        order by to_jsonb(t)::text`.execute(trx);
      content[table] = rows;
    }
    return content;
  });
}

it("identityProjection ties anonymous history, e-mail and phone to the contact with that e-mail", async () => {
  const { workspace, send, project } = await newWorkspace();
  const contact = await workspace.transaction(async (trx) => {
    const account = await createRecord(trx, {
      object: "account",
      values: { name: "启衡智能" },
      actor,
    });
    return createRecord(trx, {
      object: "contact",
      values: { name: "王芳", email: "Wang@Qiheng.cn", account: account.id },
      actor,
    });
  });
  await send([1, { anonymousId: "b1" }], [2, { anonymousId: "b1" }]);
  await project();
  const record = { object: "contact", id: contact.id };
  expect(await workspace.transaction((trx) => profileOfRecord(trx, record))).toBeNull();
  await send(
    [3, identify("b1", { email: "wang@qiheng.cn", name: "王芳", phone: "138 1234 5678" })],
    [4, { anonymousId: "b2", context: { traits: { phone: "+8613812345678" } } }],
  );
  await project();
  await workspace.transaction(async (trx) => {
    const person = await profileOfRecord(trx, record);
    expect(person).not.toBeNull();
    const [described] = await describePeople(trx, [person as ProfileId]);
    expect(described).toMatchObject({ name: "王芳", events: 4, known: true });
    const linked = await recordsOfProfiles(trx, [person as ProfileId]);
    expect(linked.map((link) => link.object)).toEqual(["account", "contact"]);
    const account = linked.find((link) => link.object === "account");
    const members = await profilesOfRecord(trx, { object: "account", id: account?.id ?? "" });
    expect(members.map((member) => member.person)).toContain(person);
  });
});

it("linkChangedRecords() follows changes of a record's contact points, its deletion and an import", async () => {
  const { workspace, send, project } = await newWorkspace();
  await send([1, identify("b1", { email: "li@acme.cn" })]);
  await project();
  const lead = await workspace.transaction((trx) =>
    createRecord(trx, { object: "lead", values: { name: "李", email: "other@acme.cn" }, actor }),
  );
  const find = () =>
    workspace.transaction((trx) => profileOfRecord(trx, { object: "lead", id: lead.id }));
  expect(await find()).toBeNull();
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "lead", id: lead.id, values: { email: "li@acme.cn" }, actor }),
  );
  const person = await find();
  expect(person).not.toBeNull();
  await workspace.transaction((trx) => sql`delete from record_identifiers`.execute(trx));
  expect(await find()).toBeNull();
  await linkAllRecords(workspace);
  expect(await find()).toBe(person);
  await workspace.transaction((trx) => deleteRecord(trx, { object: "lead", id: lead.id, actor }));
  expect(await find()).toBeNull();
});

it("a number that may be a switchboard's leads to the only person who names it, in records and in events", async () => {
  const { workspace, send, project } = await newWorkspace();
  const phone = "+1 212 555 0123";
  const externalIds = [{ type: "phone", id: phone }];
  const context = { traits: { phone }, externalIds };
  const call = (day: number) => [day, { event: "Call Ended", context }] as const;
  await send(call(1));
  await project();
  const make = (values: Record<string, unknown>, object = "contact") =>
    workspace.transaction((trx) => createRecord(trx, { object, values, actor }));
  const found = async (id: string, object = "contact") =>
    (await workspace.transaction((trx) => profilesOfRecord(trx, { object, id }))).length;
  const wang = await make({ name: "Wang", phone });
  expect(await found(wang.id)).toBe(1);
  const li = await make({ name: "Li", phone });
  expect([await found(wang.id), await found(li.id)]).toEqual([0, 0]);
  // A lead is the contact that it became.
  await workspace.transaction((trx) => deleteRecord(trx, { object: "contact", id: li.id, actor }));
  const lead = await make({ name: "W.", phone, contact: wang.id }, "lead");
  expect([await found(wang.id), await found(lead.id, "lead")]).toEqual([1, 1]);
  // Two who named themselves have it: it leads to neither, and the next call belongs to nobody.
  await send(
    [2, identify("b1", { email: "roe@acme.com", phone })],
    [3, identify("b2", { email: "doe@acme.com", phone })],
    call(4),
  );
  await project();
  expect(await found(wang.id)).toBe(0);
  const { rows } = await workspace.transaction((trx) =>
    sql<{ kind: string; events: number; known: boolean }>`select founder_kind as kind, events, known
      from profiles where founder_kind like '%line' order by 1`.execute(trx),
  );
  expect(rows).toEqual([
    { kind: "phone_line", events: 1, known: false },
    { kind: "shared_line", events: 1, known: false },
  ]);
  // An account whose number it is has all the calls.
  const account = await make({ name: "Acme", phone }, "account");
  expect(await found(account.id, "account")).toBeGreaterThanOrEqual(3);
});

it("a number that may be a switchboard's shows no record the person of another", async () => {
  const { workspace, send, project } = await newWorkspace();
  const phone = "+1 212 555 0199";
  const make = (values: Record<string, unknown>) =>
    workspace.transaction((trx) => createRecord(trx, { object: "contact", values, actor }));
  const doe = await make({ name: "Doe", email: "doe@acme.com" });
  const wang = await make({ name: "Wang", phone, email: "wang@acme.com" });
  // In events Doe alone has the number, among contacts Wang alone.
  await send([1, identify("b1", { email: "doe@acme.com", phone })], [2, identify("b1", { phone })]);
  await project();
  const see = () =>
    workspace.transaction(async (trx) => {
      const own = async (id: string) => {
        const record = { object: "contact", id };
        const [asOf] = await readMembersAsOf(trx, [{ ...record, asOf: new Date() }]);
        const found = (await profilesOfRecord(trx, record)).map(({ profile }) => profile);
        expect(asOf).toEqual(found);
        const { profiles, records } = await wholePerson(trx, record);
        expect([profiles, records.length]).toEqual([found, 1]);
        const said = await consentsOfRecords(trx, "contact", [id], "marketing");
        return { found, linked: await recordsOfProfiles(trx, found), said: said.get(id)?.allowed };
      };
      return [await own(doe.id), await own(wang.id)];
    });
  await workspace.transaction((trx) =>
    recordConsents(trx, [
      {
        ...{ identifier: { kind: "email", value: "doe@acme.com" }, purpose: "marketing" },
        ...{ decision: "refused", source: "page", actor, textVersion: null, proof: null },
        ...{ eventId: null, givenAt: new Date() },
      },
    ]),
  );
  const [ofDoe, ofWang] = await see();
  expect(ofDoe).toMatchObject({ found: [expect.any(String)], said: false });
  expect(ofDoe?.linked).toEqual([{ profile: ofDoe?.found[0], object: "contact", id: doe.id }]);
  expect(ofWang).toEqual({ found: [], linked: [], said: true });
  // Wang's own events show on Wang, whom the number names no more than before.
  await send([3, identify("b2", { email: "wang@acme.com" })]);
  await project();
  expect((await see()).map(({ found }) => found.length)).toEqual([1, 1]);
});

it("a mailbox of a role leads to the company, keeps what is seen under it, and makes no two people one", async () => {
  const { workspace, send, project } = await newWorkspace();
  const email = "info@acme.cn";
  const make = (object: string, values: Record<string, unknown>) =>
    workspace.transaction((trx) => createRecord(trx, { object, values, actor }));
  const account = await make("account", { name: "Acme" });
  const wang = await make("contact", { name: "Wang", email, account: account.id });
  const li = await make("contact", { name: "Li", email, phone: "13812345678" });
  const wrote = {
    event: "Email Received",
    context: { externalIds: [{ type: "email", id: email }] },
  };
  await send(
    [1, wrote],
    [2, identify("b1", { email: "zhao@acme.cn", phone: "13912345678" })],
    [3, { ...identify("b1", { email }), userId: "zhao" }],
    [4, { ...identify("b2", { email }), userId: "li" }],
    [5, wrote],
  );
  await project();
  const see = () =>
    workspace.transaction(async (trx) => {
      const of = async (object: string, id: string) =>
        (
          await describePeople(trx, [
            ...new Set((await profilesOfRecord(trx, { object, id })).map(({ person }) => person)),
          ])
        ).map(({ name, known, events }) => [name, known, events]);
      return [
        await of("account", account.id),
        await of("contact", wang.id),
        await of("contact", li.id),
      ];
    });
  // By the address of its contact, as no domain of the company is known.
  const seen = [
    ["info@acme.cn", false, 2],
    [null, true, 1],
    [null, true, 1],
  ];
  expect(await see()).toEqual([seen, [], []]);
  await workspace.transaction(async (trx) => {
    for (const { id } of [wang, li]) {
      const { records, identifiers } = await wholePerson(trx, { object: "contact", id });
      expect(records).toEqual([{ object: "contact", id }]);
      expect(identifiers).not.toContainEqual({ kind: "email", value: email });
    }
    const refuse = (identifier: { kind: string; value: string }) =>
      recordConsents(trx, [
        {
          ...{ identifier, purpose: "marketing", decision: "refused", source: "page", actor },
          ...{ textVersion: null, proof: null, eventId: null, givenAt: new Date() },
        },
      ]);
    const may = async () =>
      [
        ...[...(await consentsOfRecords(trx, "contact", [wang.id, li.id], "marketing")).values()],
        await consentOfRecord(trx, { object: "contact", id: wang.id }, "marketing"),
        await consentOfIdentifier(trx, { kind: "email", value: email }, "marketing"),
      ].map(({ allowed }) => allowed);
    // Li's own refusal holds for mail to the box, which reaches Li, and not for Wang.
    await refuse({ kind: "phone", value: "+8613812345678" });
    expect(await may()).toEqual([true, false, true, false]);
    await refuse({ kind: "email", value: email });
    expect(await may()).toEqual([false, false, false, false]);
  });
  // A workspace that knows better says so: then the box is a person's again, and so are the contacts that have it.
  await workspace.transaction((trx) =>
    saveRules(
      trx,
      { ...defaultRules, roleMailboxes: [] },
      { kind: "user", id: "test" },
      new Date(),
    ),
  );
  await project();
  const { records } = await workspace.transaction((trx) =>
    wholePerson(trx, { object: "contact", id: wang.id }),
  );
  expect(records.length).toBe(2);
  expect((await see()).map((people) => people.length)).toEqual([1, 1, 1]);
});

it("identityProjection follows an ad click from its landing page over a form to the person, and on to their deal", async () => {
  const { workspace, send, project } = await newWorkspace();
  const landing = { type: "page", anonymousId: "ad-1" };
  const search = (text: string) => ({ context: { page: { search: text } } });
  await send(
    [1, { ...landing, ...search("?utm_source=baidu&bd_vid=Bd-1") }],
    [2, { ...landing, ...search("?gclid=Gc_L") }],
    [3, identify("ad-1", { email: "chen@acme.cn", name: "陈杰" })],
    // The advertiser's server knows the click only.
    [5, { event: "Order paid", context: { externalIds: [{ type: "gclid", id: "Gc_L" }] } }],
    [6, { ...landing, anonymousId: "ad-2", ...search("?gclid=Other") }],
  );
  await project();
  await workspace.transaction(async (trx) => {
    const account = await createRecord(trx, { object: "account", values: { name: "Acme" }, actor });
    const contact = await createRecord(trx, {
      object: "contact",
      values: { name: "陈杰", email: "chen@acme.cn", account: account.id },
      actor,
    });
    const deal = await createRecord(trx, {
      object: "deal",
      values: { name: "Line 2", account: account.id, contact: contact.id },
      actor,
    });
    const person = await profileOfRecord(trx, { object: "contact", id: contact.id });
    const [described] = await describePeople(trx, [person as ProfileId]);
    expect(described).toMatchObject({ name: "陈杰", events: 4, known: true });
    const { rows } = await sql<{ kind: string; value: string }>`select kind, value
      from identifiers i join profiles p on p.id = i.profile_id
      where p.canonical_id = ${person}::uuid and kind like 'external:%' order by kind`.execute(trx);
    expect(rows).toEqual([
      { kind: "external:bd_vid", value: "Bd-1" },
      { kind: "external:gclid", value: "Gc_L" },
    ]);
    const members = await profilesOfRecord(trx, {
      object: "account",
      id: deal.values["account"] as string,
    });
    expect(members.map((member) => member.person)).toContain(person);
  });
});

it("group() and a company's name or domain lead an account to its people and machines", async () => {
  const { workspace, send, project } = await newWorkspace();
  const account = await workspace.transaction((trx) =>
    createRecord(trx, {
      object: "account",
      values: {
        name: "启衡智能（上海）有限公司",
        domain: "qiheng.cn",
        credit_code: "91310000MA1FL0001X",
      },
      actor,
    }),
  );
  await send(
    [1, { anonymousId: "machine", context: { groupId: "91310000ma1fl0001x" } }],
    [1, identify("b1", { email: "a@qiheng.cn" })],
    [
      1,
      {
        type: "group",
        anonymousId: "b2",
        groupId: "x",
        traits: { name: "启衡智能(上海)有限公司" },
      },
    ],
    [1, identify("b3", { email: "b@163.com" })],
  );
  await project();
  const members = await workspace.transaction((trx) =>
    profilesOfRecord(trx, { object: "account", id: account.id }),
  );
  expect(members).toHaveLength(3);
});

it("identityProjection is the same after a rebuild, however the events were cut into batches", async () => {
  const event = fc.record({
    device: fc.constantFrom("d1", "d2", "d3", undefined),
    user: fc.constantFrom("u1", "u2", undefined),
    email: fc.constantFrom("a@x.cn", "b@x.cn", "c@x.cn", undefined),
    company: fc.constantFrom("启衡", undefined),
    day: fc.integer({ min: 1, max: 28 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(event, { maxLength: 6 }), { maxLength: 6 }),
      async (batches) => {
        const { workspace, send, project } = await newWorkspace();
        for (const batch of batches) {
          await send(
            ...batch.map(({ device, user, email, company, day }) => {
              const traits = { ...(email && { email }), ...(company && { company }) };
              const ids = { ...(device && { anonymousId: device }), ...(user && { userId: user }) };
              return [day, { type: "identify", ...ids, traits }] as const;
            }),
          );
          await project();
        }
        const live = await dump(workspace);
        await resetProjection(workspace, [identityProjection], "identity");
        expect(await dump(workspace)).not.toMatchObject({ profiles: [{}] });
        await project();
        expect(await dump(workspace)).toEqual(live);
      },
    ),
    { numRuns: 6 },
  );
});

it("readMembersAsOf() follows no identifier and no merge that became known later", async () => {
  const { workspace, send, project } = await newWorkspace();
  const lead = await workspace.transaction((trx) =>
    createRecord(trx, { object: "lead", values: { name: "赵", email: "zhao@acme.cn" }, actor }),
  );
  await send(
    [1, { anonymousId: "desktop" }],
    [5, { userId: "zhao", context: { traits: { email: "zhao@acme.cn" } } }],
    [10, identify("desktop", {}, "zhao")],
  );
  await project();
  const at = (day: number) => ({
    object: "lead",
    id: lead.id,
    asOf: new Date(Date.UTC(2026, 0, day)),
  });
  const members = await workspace.transaction((trx) =>
    readMembersAsOf(trx, [at(4), at(6), at(12)]),
  );
  expect(members.map((profiles) => profiles.length)).toEqual([0, 1, 2]);
});

it("identityProjection reads neither profiles nor identifiers from end to end", async () => {
  const { workspace, send, project } = await newWorkspace();
  await send([1, { anonymousId: "b1", userId: "u1" }], [2, { anonymousId: "b2", userId: "u2" }]);
  await project();
  const scans: unknown[] = [];
  const watched = {
    ...identityProjection,
    apply: async (...[trx, events]: Parameters<typeof identityProjection.apply>) => {
      await identityProjection.apply(trx, events);
      const { rows } = await sql`select relname, seq_scan::int from pg_stat_xact_user_tables
        where relid in ('profiles'::regclass, 'identifiers'::regclass) order by relname`.execute(
        trx,
      );
      scans.push(rows);
    },
  };
  // u1 and u2 stay two; b2 changes hands, a third merges into the first.
  await send([3, { anonymousId: "b2", userId: "u1" }], [4, { anonymousId: "b3" }]);
  await send([5, { anonymousId: "b3", userId: "u1" }]);
  await catchUpProjections(workspace, [watched]);
  expect(scans).toEqual([
    [
      { relname: "identifiers", seq_scan: 0 },
      { relname: "profiles", seq_scan: 0 },
    ],
  ]);
});
