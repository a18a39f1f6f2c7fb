import { systemClock } from "@causeway/kernel";
import { createRecords, onRecordChange, recordsMigrations } from "@causeway/module-records";
import { recordSignals, signalsMigrations } from "@causeway/module-signals";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { auditMigrations } from "@causeway/platform-audit";
import type { NewHolding } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readAccountGroup } from "../src/groups/account-group.ts";
import { readOwnershipFile } from "../src/groups/read-ownership-file.ts";
import {
  companiesBeneath,
  identityMigrations,
  linkChangedRecords,
  ownershipFacts,
  readGroups,
  refreshGroups,
} from "../src/index.ts";

const actor = { kind: "user", id: "test" } as const;
let test: TestDatabase;
let stop: () => void;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      auditMigrations,
      recordsMigrations,
      signalsMigrations,
      touchpointsMigrations,
      identityMigrations,
    ],
  });
  stop = onRecordChange(linkChangedRecords);
});
afterAll(async () => {
  stop();
  await test.close();
});

type Values = Readonly<Record<string, string>>;
async function withAccounts(...accounts: readonly Values[]) {
  const workspace = await test.workspace();
  const ids = await workspace.transaction(async (trx) => {
    const records = await createRecords(trx, {
      object: "account",
      actor,
      records: accounts.map((values) => ({ values })),
    });
    return records.map(({ id }) => id);
  });
  return { workspace, ids };
}

const company = (name: string) => ({ name });
const holds = (holder: string, share: number, held: string, more: Partial<NewHolding> = {}) =>
  ({ holder: company(holder), company: company(held), share, ...more }) satisfies NewHolding;

async function state(
  workspace: WorkspaceDatabase,
  holdings: readonly NewHolding[],
  now = "2026-06-01",
) {
  const clock = () => new Date(now);
  await workspace.transaction(async (trx) => {
    await recordSignals(trx, ownershipFacts(holdings, clock), clock);
    await refreshGroups(trx, clock());
  });
}
const groups = (workspace: WorkspaceDatabase) => workspace.transaction(readGroups);
const groupOf = async (workspace: WorkspaceDatabase, id: string) =>
  (await workspace.transaction((trx) => readAccountGroup(trx, id))).group;

it("refreshGroups() puts accounts under their head, also through a company that is no customer", async () => {
  const { workspace, ids } = await withAccounts(
    { name: "恒力集团", credit_code: "91330200MA2AAAAA1K" },
    { name: "恒力精工（宁波）有限公司" },
    { name: "孤立公司" },
  );
  await state(workspace, [
    holds("恒力集团", 70, "恒力投资"),
    holds("恒力投资", 40, "恒力精工(宁波)有限公司"),
    holds("恒力集团", 15, "恒力精工（宁波）有限公司"),
    holds("恒力集团", 40, "孤立公司"),
  ]);
  const { groups: found, facts } = await groups(workspace);
  expect(facts).toBe(4);
  expect(found).toMatchObject([
    { head: { name: "恒力集团", accountId: ids[0] }, companies: 3, accounts: 2 },
  ]);
  const group = await groupOf(workspace, ids[0] ?? "");
  expect(group?.beneath).toEqual([ids[1]]);
  expect(group?.members.at(-1)).toMatchObject({
    accountId: ids[1],
    path: [
      { holder: "恒力集团", company: "恒力投资", share: 70, together: 70 },
      { holder: "恒力投资", share: 40, together: 55, statedBy: "register" },
    ],
  });
  expect(await groupOf(workspace, ids[2] ?? "")).toBeNull();
});

it("a subsidiary's signals roll up with their way; those of the head do not come down", async () => {
  const { workspace, ids } = await withAccounts({ name: "Head AG" }, { name: "Works GmbH" });
  await state(workspace, [holds("Head AG", 100, "Works GmbH")]);
  await workspace.transaction((trx) =>
    recordSignals(
      trx,
      ["Head AG", "Works GmbH"].map((name) => ({
        kind: "tender" as const,
        key: name,
        company: { name },
        occurredAt: "2026-05-01T00:00:00.000Z",
        knownAt: "2026-05-02T00:00:00.000Z",
        payload: { title: `Tender of ${name}` },
      })),
      systemClock,
    ),
  );
  const head = await groupOf(workspace, ids[0] ?? "");
  const seen = head?.signals.map(({ key, member }) => [key, head.members[member]?.path.length]);
  expect(seen?.sort()).toEqual([
    ["Head AG", 0],
    ["Works GmbH", 1],
  ]);
  const works = await groupOf(workspace, ids[1] ?? "");
  expect(works?.signals.map(({ key }) => key)).toEqual(["Works GmbH"]);
});

it("a membership begins and ends when its facts were known", async () => {
  const { workspace, ids } = await withAccounts(
    { name: "Old Owner" },
    { name: "New Owner" },
    { name: "Works" },
  );
  const knownAt = "2026-01-10T00:00:00.000Z";
  await state(workspace, [holds("Old Owner", 80, "Works", { knownAt })], "2026-02-01");
  await state(
    workspace,
    [
      holds("Old Owner", 0, "Works", { knownAt: "2026-02-15T00:00:00.000Z" }),
      holds("New Owner", 80, "Works", { knownAt: "2026-02-15T00:00:00.000Z" }),
    ],
    "2026-03-01",
  );
  const beneath = async (owner: number, at: string) => {
    const asked = [{ id: ids[owner] ?? "", asOf: new Date(at) }];
    const [found] = await workspace.transaction((trx) => companiesBeneath(trx, asked));
    return found?.map(({ name }) => name);
  };
  expect(await beneath(0, "2026-01-09")).toEqual([]);
  expect(await beneath(0, "2026-01-11")).toEqual(["Works"]);
  expect(await beneath(0, "2026-03-02")).toEqual([]);
  expect(await beneath(0, "2026-02-20")).toEqual([]);
  expect(await beneath(1, "2026-02-10")).toEqual([]);
  expect(await beneath(1, "2026-02-20")).toEqual(["Works"]);
  expect(await beneath(1, "2026-03-02")).toEqual(["Works"]);
});

it("what an account states about its parent holds, also against shares", async () => {
  const { workspace, ids } = await withAccounts({ name: "Parent" }, { name: "Other" });
  const [parent = ""] = ids;
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor,
      records: [{ values: { name: "Child", parent } }],
    }),
  );
  await state(workspace, [holds("Other", 90, "Child")]);
  const group = await groupOf(workspace, parent);
  expect(group?.members.at(-1)).toMatchObject({
    name: "Child",
    path: [{ holder: "Parent", share: null, statedBy: "account" }],
  });
  // The same again changes nothing: no membership ends or begins.
  await workspace.transaction((trx) => refreshGroups(trx, new Date("2026-07-01")));
  const { rows } = await workspace.transaction((trx) =>
    sql<{ count: number }>`select count(*)::integer as count from company_group_members`.execute(
      trx,
    ),
  );
  expect(rows[0]?.count).toBe(2);
});

it("readOwnershipFile() reads Chinese and English heads, and tells which lines say nothing", async () => {
  const file = async (text: string) =>
    readOwnershipFile(
      (async function* () {
        yield Buffer.from(text);
      })(),
      "en",
    );
  const read = await file(
    "股东名称,公司名称,持股比例,股东类型\n张三,甲公司,60%,自然人\n乙公司,甲公司,abc,\n,甲公司,5,\n",
  );
  expect(read.holdings).toMatchObject([
    { holder: { name: "张三", isPerson: true }, company: { name: "甲公司" }, share: 60 },
  ]);
  expect(read.refused.map(({ line }) => line)).toEqual([3, 4]);
  await expect(file("a,b\n1,2\n")).rejects.toThrow("holder");
});
