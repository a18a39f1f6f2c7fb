import { type ProfileId, type SourceId, systemClock } from "@causeway/kernel";
import {
  createRecord,
  createRecords,
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
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  defaultRules,
  explainPerson,
  fillNumbers,
  identityMigrations,
  identityProjection,
  linkChangedRecords,
  noteNumbers,
  numberUses,
  previewRules,
  profilesOfRecord,
  readMembersAsOf,
  recordsOfProfiles,
  saveRules,
} from "../src/index.ts";

const actor = { kind: "user", id: "test" } as const;
let test: TestDatabase;
let stops: readonly (() => void)[];
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [auditMigrations, recordsMigrations, touchpointsMigrations, identityMigrations],
  });
  stops = [linkChangedRecords, noteNumbers].map(onRecordChange);
});
afterAll(async () => {
  for (const stop of stops) stop();
  await test.close();
});

const orders = [{ kind: "external:order_id", object: "deal", field: "name" }];
const rules = { ...defaultRules, companyNumbers: orders };

/** Two companies with a deal each, whose names hold the numbers of their orders. */
async function withDeals() {
  const workspace = await test.workspace();
  const source = await createSource(workspace, { name: "Shop", history: true });
  const writer = createEventWriter({ clock: systemClock });
  const make = (object: string, values: Record<string, string>) =>
    workspace.transaction((trx) => createRecord(trx, { object, values, actor }));
  const qiheng = await make("account", { name: "启衡智能" });
  const acme = await make("account", { name: "Acme" });
  const contact = await make("contact", { name: "王芳", account: qiheng.id });
  const deal = await make("deal", {
    ...{ name: "启衡 备件订单 SO0012345678", account: qiheng.id, contact: contact.id },
  });
  await make("deal", { name: "Acme SO0087654321", account: acme.id });
  let count = 0;
  const send = async (...events: readonly object[]) => {
    const batch = events.map((event) => ({
      type: "track",
      event: "Order Completed",
      messageId: `m${++count}`,
      timestamp: new Date(Date.UTC(2026, 0, 1, 0, count)).toISOString(),
      ...event,
    }));
    const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
    await ingest({ workspace, ...origin, payload: { batch }, type: null }, writer, systemClock);
    await catchUpProjections(workspace, [identityProjection]);
  };
  const save = async (saved: typeof rules) => {
    await workspace.transaction((trx) => saveRules(trx, saved, actor, new Date()));
    await fillNumbers(workspace);
  };
  return { workspace, make, send, save, qiheng, acme, contact, deal };
}

const order = (id: string, more: object = {}, collection = "users") => ({
  context: { externalIds: [{ type: "order_id", id, collection }], ...more },
});
const people = async (workspace: WorkspaceDatabase, object: string, id: string) => {
  const found = await workspace.transaction((trx) => profilesOfRecord(trx, { object, id }));
  return [...new Set(found.map(({ person }) => person))].sort();
};
const versionOf = async (workspace: WorkspaceDatabase) => {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ version: number }>`select version from projections where name = 'identity'`.execute(trx),
  );
  return rows[0]?.version;
};

it("an order's number leads to the company whose deal has it, and to no person, as the preview said", async () => {
  const { workspace, make, send, save, qiheng, acme, contact, deal } = await withDeals();
  await make("deal", { name: "SO0055555555", account: qiheng.id });
  await make("deal", { name: "SO0055555555", account: acme.id });
  const traits = (email: string) => ({ traits: { email } });
  await send(
    // The shop knows the number only, and writes it in small letters.
    { anonymousId: "shop-1", ...order("so0012345678") },
    { anonymousId: "b1", ...order("SO0012345678", traits("wang@x.cn")) },
    // A colleague collects; the order is not theirs, but they act for the same company.
    { anonymousId: "b2", ...order("SO0012345678", traits("li@x.cn")) },
    { anonymousId: "b3", ...order("SO0012345678", traits("zhao@x.cn"), "accounts") },
    // Two companies have this one, and nobody the next.
    { anonymousId: "b4", ...order("SO0055555555", traits("qian@x.cn")) },
    { anonymousId: "b5", properties: { order_id: "SO0000000001" } },
    { anonymousId: "b6", properties: { order_id: "#SO0087654321" } },
  );
  expect(await people(workspace, "account", qiheng.id)).toEqual([]);
  const preview = await previewRules(workspace, rules);
  expect(preview).toMatchObject({ joined: 0, split: 0 });
  expect(preview.numbers).toEqual([
    {
      ...orders[0],
      ...{ records: 4, isWhole: true, numbers: 3, ambiguous: 1, people: 5, companies: 2, fresh: 5 },
      samples: expect.arrayContaining([
        { value: "SO0012345678", account: "启衡智能", record: "启衡 备件订单 SO0012345678" },
      ]),
    },
  ]);
  const version = await versionOf(workspace);
  await save(rules);
  // Who is who is as before: nothing is folded again.
  expect(await versionOf(workspace)).toBe(version);
  const [own, others] = [
    await people(workspace, "account", qiheng.id),
    await people(workspace, "account", acme.id),
  ];
  expect([own.length, others.length]).toEqual([4, 1]);
  expect(new Set([...own, ...others]).size).toBe(5);
  expect(await people(workspace, "contact", contact.id)).toEqual([]);
  await workspace.transaction(async (trx) => {
    const linked = await recordsOfProfiles(trx, own as ProfileId[]);
    expect(new Set(linked.map(({ object, id }) => `${object} ${id}`))).toEqual(
      new Set([`account ${qiheng.id}`]),
    );
    const { rows } = await sql<{ id: string }>`select profile_id as id from identifiers
      where kind = 'email' and value = 'wang@x.cn'`.execute(trx);
    const { companies } = await explainPerson(trx, rows[0]?.id ?? "", () => "");
    expect(companies).toMatchObject([
      {
        account: { id: qiheng.id, title: "启衡智能" },
        by: { kind: "external:order_id", value: "SO0012345678" },
        record: { object: "deal", id: deal.id, title: "启衡 备件订单 SO0012345678" },
      },
    ]);
  });
  expect((await previewRules(workspace, rules)).numbers[0]).toMatchObject({ people: 5, fresh: 0 });
});

it("a number leads where its record says now, and nowhere before it was known", async () => {
  const { workspace, make, send, save, qiheng, acme, deal } = await withDeals();
  await save(rules);
  await send({ anonymousId: "shop-1", ...order("SO0012345678") });
  const led = async () => [
    (await people(workspace, "account", qiheng.id)).length,
    (await people(workspace, "account", acme.id)).length,
  ];
  expect(await led()).toEqual([1, 0]);
  const members = (asOf: Date) =>
    workspace.transaction(async (trx) => {
      const [found] = await readMembersAsOf(trx, [{ object: "account", id: qiheng.id, asOf }]);
      return found?.length;
    });
  // The event happened in January, the deal became known today.
  expect(await members(new Date(Date.UTC(2026, 0, 31)))).toBe(0);
  expect(await members(new Date(Date.now() + 60_000))).toBe(1);
  const update = (values: Record<string, string>) =>
    workspace.transaction((trx) =>
      updateRecord(trx, { object: "deal", id: deal.id, values, actor }),
    );
  await update({ account: acme.id });
  expect(await led()).toEqual([0, 1]);
  await update({ name: "Spring order" });
  expect(await led()).toEqual([0, 0]);
  const fresh = await make("deal", { name: "SO0012345678", account: qiheng.id });
  expect(await led()).toEqual([1, 0]);
  await workspace.transaction((trx) => deleteRecord(trx, { object: "deal", id: fresh.id, actor }));
  expect(await led()).toEqual([0, 0]);
  const uses = () => workspace.transaction((trx) => numberUses(trx));
  expect(await uses()).toMatchObject([
    { object: "deal", field: "name", by: { en: "the rule for numbers “order_id”" } },
  ]);
  await save({ ...rules, companyNumbers: [] });
  expect(await uses()).toEqual([]);
  const { rows } = await workspace.transaction((trx) =>
    sql`select 1 from record_numbers`.execute(trx),
  );
  expect(rows).toEqual([]);
});

it("fillNumbers() beside others who change records leaves what a later look would", async () => {
  const { workspace, qiheng, acme } = await withDeals();
  const deals = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor,
      records: Array.from({ length: 60 }, (_, at) => ({
        values: { name: `SO${100_000 + at}`, account: qiheng.id },
      })),
    }),
  );
  const content = async () => {
    const { rows } = await workspace.transaction((trx) =>
      sql`select * from record_numbers order by record_id, kind, value`.execute(trx),
    );
    return rows;
  };
  const change = async (turn: number) => {
    for (const [at, { id }] of deals.entries()) {
      if (at % 4 !== turn) continue;
      const values = turn < 2 ? { account: acme.id } : { name: `SO${200_000 + at}` };
      await workspace.transaction((trx) =>
        updateRecord(trx, { object: "deal", id, values, actor }),
      );
    }
  };
  const save = workspace.transaction((trx) => saveRules(trx, rules, actor, new Date()));
  await Promise.all([
    save.then(() => fillNumbers(workspace)),
    ...[0, 1, 2].map(change),
    workspace.transaction((trx) =>
      createRecord(trx, { object: "deal", values: { name: "SO300000", account: acme.id }, actor }),
    ),
  ]);
  const filled = await content();
  expect(filled.length).toBeGreaterThan(60);
  await workspace.transaction((trx) => sql`delete from record_numbers`.execute(trx));
  await fillNumbers(workspace);
  expect(await content()).toEqual(filled);
});
