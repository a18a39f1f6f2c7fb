import { systemClock } from "@causeway/kernel";
import {
  createRecords,
  deleteRecord,
  mergeRecords,
  onRecordChange,
  recordsMigrations,
  setMaskRule,
  undoMerge,
  updateRecord,
} from "@causeway/module-records";
import { signalsMigrations } from "@causeway/module-signals";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { auditMigrations } from "@causeway/platform-audit";
import type { CompanyDuplicates, DuplicateState, Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerDuplicate } from "../src/duplicates/answer-duplicate.ts";
import { listDuplicates } from "../src/duplicates/list-duplicates.ts";
import { needsLook } from "../src/duplicates/needs-look.ts";
import { forgetChangedDuplicates, identityMigrations, lookForDuplicates } from "../src/index.ts";

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
  stop = onRecordChange(forgetChangedDuplicates);
});
afterAll(async () => {
  stop();
  await test.close();
});

type Values = Readonly<Record<string, string>>;

const cities = ["苏州", "无锡", "宁波", "佛山", "青岛", "武汉", "成都", "郑州"];
const brands = ["恒砺", "启衡", "德宇", "嘉业", "信邦", "宏晟", "利禾", "永舜", "博洋", "诚衡"];
const trades = ["精密机械", "电梯部件", "医疗器械"];

/** Companies of which none stands twice. */
const market: readonly Values[] = brands.flatMap((brand, at) =>
  trades.map((trade, of) => ({
    name: `${cities[(at + of) % cities.length]}${brand}${trade}有限公司`,
    website: `https://www.b${at}t${of}-works.com.cn`,
    phone: `+86512${68_000_000 + at * 7_919 + of * 104_729}`,
  })),
);

const withCompanies = (...more: readonly Values[]) => withOnly([...more, ...market]);

async function withOnly(companies: readonly Values[]) {
  const workspace = await test.workspace();
  const records = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor,
      records: companies.map((values) => ({ values })),
    }),
  );
  return { workspace, ids: records.map(({ id }) => id) };
}

const look = (workspace: WorkspaceDatabase) =>
  lookForDuplicates(workspace, { clock: systemClock, signal: new AbortController().signal });
const list = (
  workspace: WorkspaceDatabase,
  viewer: Role = "owner",
  state: DuplicateState = "open",
) => workspace.transaction((trx) => listDuplicates(trx, { viewer, state, limit: 50 }));
const pairsOf = ({ pairs }: CompanyDuplicates) =>
  pairs.map(({ left, right }) => [left.title, right.title].sort().join(" · ")).sort();
const answer = (workspace: WorkspaceDatabase, id: string, verdict: DuplicateState) =>
  workspace.transaction((trx) => answerDuplicate(trx, { id, verdict }, actor, new Date()));

const twice = [
  { name: "苏州恒砺精密机械有限责任公司", website: "http://b0t0-works.com.cn/about" },
  { name: "无锡启衡精密机械", phone: "0512-68007919" },
] as const;
const proposed = [
  "无锡启衡精密机械 · 无锡启衡精密机械有限公司",
  "苏州恒砺精密机械有限公司 · 苏州恒砺精密机械有限责任公司",
];

it("lookForDuplicates() proposes companies that stand twice, with what agrees, and says what could be compared", async () => {
  const { workspace } = await withCompanies(...twice);
  expect(await list(workspace)).toEqual({ isLooking: false, look: null, count: 0, pairs: [] });
  await look(workspace);
  const found = await list(workspace);
  expect(pairsOf(found)).toEqual(proposed);
  expect(found.count).toBe(2);
  expect(found.look).toMatchObject({
    ...{ records: 32, bare: 0, alone: 0, found: 2, kept: 2, unseen: 0 },
    fields: ["name", "website", "phone"],
  });
  const pair = found.pairs.find(({ left }) => left.title.startsWith("苏州恒砺"));
  expect(pair?.probability).toBeGreaterThan(0.9);
  const said = pair?.evidence.map(({ field, values }) => [field, ...[...values].sort()]);
  expect(said?.sort()).toEqual([
    ["name", "苏州恒砺精密机械有限公司", "苏州恒砺精密机械有限责任公司"],
    ["website", "http://b0t0-works.com.cn/about", "https://www.b0t0-works.com.cn"],
  ]);
  const bits = pair?.evidence.reduce((sum, one) => sum + one.bits, pair.priorBits) ?? 0;
  expect(pair?.probability).toBeCloseTo(1 / (1 + 2 ** -bits), 9);
});

it("lookForDuplicates() proposes nothing where nobody stands twice, nor where there is hardly anybody", async () => {
  const { workspace } = await withCompanies();
  await look(workspace);
  expect(await list(workspace)).toMatchObject({ count: 0, look: { records: 30, found: 0 } });
  // 无锡启衡精密机械 and 无锡诚衡精密机械, of which nothing but the names could tell them apart.
  const { workspace: named } = await withOnly(market.map(({ name = "" }) => ({ name })));
  await look(named);
  const found = await list(named);
  expect(pairsOf(found)).toEqual([]);
  expect(found).toMatchObject({ count: 0, look: { records: 30, alone: 30, found: 0 } });
  const empty = await test.workspace();
  await look(empty);
  expect(await list(empty)).toMatchObject({ count: 0, look: { records: 0, bare: 0 } });
});

it("a pair told apart is never proposed again, whatever changes, and can be taken back", async () => {
  const { workspace, ids } = await withCompanies(...twice);
  await look(workspace);
  const [first] = (await list(workspace)).pairs;
  await answer(workspace, first?.id ?? "", "apart");
  await expect(answer(workspace, first?.id ?? "", "apart")).rejects.toMatchObject({
    code: "not-found",
  });
  expect((await list(workspace)).count).toBe(1);
  await workspace.transaction((trx) =>
    updateRecord(trx, {
      object: "account",
      id: first?.left.id ?? "",
      values: { city: "苏州", phone: "+8651268000000" },
      actor,
    }),
  );
  await look(workspace);
  expect((await list(workspace)).count).toBe(1);
  expect((await list(workspace, "owner", "apart")).pairs).toMatchObject([{ id: first?.id }]);
  await answer(workspace, first?.id ?? "", "open");
  expect((await list(workspace)).count).toBe(2);
  expect(ids).toContain(first?.left.id);
});

it("merged, deleted and changed companies are no longer proposed; whoever stands for one told apart is apart too", async () => {
  const { workspace, ids } = await withCompanies(...twice, {
    ...{ name: "苏州恒砺精密机械股份有限公司", website: "b0t0-works.com.cn" },
  });
  await look(workspace);
  expect((await list(workspace)).count).toBe(4);
  const [one = "", other = "", third = ""] = ids;
  const original = ids[3] ?? "";
  const { pairs } = await list(workspace);
  const isOf =
    (...wanted: readonly string[]) =>
    (pair: CompanyDuplicates["pairs"][number]) =>
      wanted.every((id) => id === pair.left.id || id === pair.right.id);
  const told = pairs.find(isOf(one, original));
  await answer(workspace, told?.id ?? "", "apart");
  // The second of the two stays in the place of the first.
  const { merge } = await workspace.transaction((trx) =>
    mergeRecords(trx, { object: "account", id: third, other: one, actor }),
  );
  expect(
    (await list(workspace)).pairs.flatMap(({ left, right }) => [left.id, right.id]),
  ).not.toContain(one);
  await look(workspace);
  expect(pairsOf(await list(workspace))).toEqual([proposed[0]]);
  await workspace.transaction((trx) =>
    undoMerge(trx, { object: "account", id: third, merge, actor }),
  );
  await look(workspace);
  expect((await list(workspace)).count).toBe(3);
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "account", id: other, values: { name: "另一家" }, actor }),
  );
  expect((await list(workspace)).pairs.some(isOf(other))).toBe(false);
  await workspace.transaction((trx) => deleteRecord(trx, { object: "account", id: third, actor }));
  expect((await list(workspace)).count).toBe(0);
});

it("a company and its parent are no pair", async () => {
  const { workspace, ids } = await withCompanies(...twice);
  const [child = ""] = ids;
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "account", id: child, values: { parent: ids[2] ?? null }, actor }),
  );
  await look(workspace);
  expect(pairsOf(await list(workspace))).toEqual([proposed[0]]);
});

it("what is kept from a role counts neither for nor against, and is not told", async () => {
  // Of another name, and yet one by all that is kept from the role.
  const same = {
    website: "ruiyue.com.cn",
    phone: "+8641184000000",
    credit_code: "91210200MA0AAAAA1K",
  };
  const renamed = [
    { name: "大连锐越起重设备有限公司", ...same },
    { name: "海川环保科技", ...same },
  ];
  const { workspace } = await withCompanies(...twice, ...renamed);
  await look(workspace);
  const all = await list(workspace, "admin");
  for (const field of ["website", "phone", "credit_code"]) {
    const rule = { object: "account", field, role: "member", sight: "hidden" } as const;
    await setMaskRule(workspace, rule, { actor, role: "owner" });
  }
  // Until the next look nothing is known without these.
  expect(await list(workspace, "member")).toMatchObject({ count: 0, look: null });
  await look(workspace);
  const seen = await list(workspace, "member");
  expect(seen.look).toMatchObject({ fields: ["name"], unseen: 3 });
  expect(JSON.stringify(seen)).not.toMatch(/works\.com|ruiyue|6800|MA0AAAAA|website|phone|credit/);
  // By their names alone.
  expect(pairsOf(seen)).toEqual(proposed);
  expect(all.count).toBe(3);
  expect((await list(workspace, "owner")).pairs).toEqual(all.pairs);
  await answer(workspace, seen.pairs[0]?.id ?? "", "apart");
  expect([(await list(workspace, "member")).count, (await list(workspace)).count]).toEqual([1, 2]);
});

it("needsLook() asks again when a company or what is kept from a role has changed", async () => {
  const needs = (of: WorkspaceDatabase) => of.transaction(needsLook, { readOnly: true });
  expect(await needs(await test.workspace())).toBe(false);
  const { workspace, ids } = await withCompanies();
  expect(await needs(workspace)).toBe(true);
  await look(workspace);
  expect(await needs(workspace)).toBe(false);
  const rule = { object: "account", field: "phone", role: "member", sight: "hidden" } as const;
  await setMaskRule(workspace, rule, { actor, role: "owner" });
  expect(await needs(workspace)).toBe(true);
  await look(workspace);
  expect(await needs(workspace)).toBe(false);
  await workspace.transaction((trx) =>
    deleteRecord(trx, { object: "account", id: ids[0] ?? "", actor }),
  );
  expect(await needs(workspace)).toBe(true);
});
