import type { Clock } from "@causeway/kernel";
import { createRecord, recordsMigrations } from "@causeway/module-records";
import type { NewSignal } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  assertIsolated,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type ListSignalsInput,
  listSignals,
  recordSignals,
  signalsMigrations,
} from "../src/index.ts";

let test: TestDatabase;
let workspace: WorkspaceDatabase;
const clock: Clock = () => new Date("2026-03-01T00:00:00Z");

beforeAll(async () => {
  test = await createTestDatabase({ modules: [recordsMigrations, signalsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
});

const tender = (change: Partial<NewSignal> = {}): NewSignal => ({
  kind: "tender",
  key: "2026-0317",
  company: { name: "宁波恒砺精密机械有限公司", creditCode: "91330200MA2AXXXX1K" },
  occurredAt: "2026-02-01T00:00:00.000Z",
  knownAt: "2026-02-02T00:00:00.000Z",
  payload: { title: "激光切割设备采购", budget: 600_000 },
  ...change,
});
const record = (...signals: NewSignal[]) =>
  workspace.transaction((trx) => recordSignals(trx, signals, clock));
const list = (input: Partial<ListSignalsInput> = {}) =>
  workspace.transaction((trx) => listSignals(trx, { limit: 50, ...input }));

const budgetKnownAt = async (asOf?: string) => {
  const [signal] = (await list(asOf === undefined ? {} : { asOf: new Date(asOf) })).signals;
  const { budget } = signal?.payload ?? {};
  return budget;
};

it("recordSignals() keeps a publication once however often it is read", async () => {
  expect(await record(tender(), tender())).toEqual({ recorded: 1, unchanged: 1 });
  expect(await record(tender())).toEqual({ recorded: 0, unchanged: 1 });
  const { signals } = await list();
  expect(signals).toHaveLength(1);
  expect(signals[0]).toMatchObject({ key: "2026-0317", version: 1, payload: { budget: 600_000 } });
});

it("listSignals() reads what was known at a moment", async () => {
  await record(
    tender(),
    tender({
      knownAt: "2026-02-10T00:00:00.000Z",
      payload: { title: "激光切割设备采购", budget: 900_000 },
    }),
  );
  expect((await list({ asOf: new Date("2026-02-01T12:00:00Z") })).signals).toHaveLength(0);
  expect(await budgetKnownAt("2026-02-05T00:00:00Z")).toBe(600_000);
  const latest = (await list()).signals;
  expect(latest).toHaveLength(1);
  expect(latest[0]).toMatchObject({ version: 2, payload: { budget: 900_000 } });
});

it("recordSignals() takes a late correction of the past without touching what is known now", async () => {
  await record(tender({ knownAt: "2026-02-10T00:00:00.000Z", payload: { budget: 2 } }));
  await record(tender({ knownAt: "2026-02-03T00:00:00.000Z", payload: { budget: 1 } }));
  expect(await budgetKnownAt()).toBe(2);
  expect(await budgetKnownAt("2026-02-05T00:00:00Z")).toBe(1);
  // The same content as now, but known earlier, changes what was known between.
  await record(tender({ knownAt: "2026-02-08T00:00:00.000Z", payload: { budget: 2 } }));
  expect(await budgetKnownAt("2026-02-09T00:00:00Z")).toBe(2);
});

it("recordSignals() refuses what claims to be known in the future, and writes nothing", async () => {
  const future = tender({ key: "x", knownAt: "2027-01-01T00:00:00.000Z" });
  await expect(record(tender(), future)).rejects.toMatchObject({
    code: "bad-input",
    issues: [{ path: "signals[1].knownAt" }],
  });
  expect((await list()).signals).toHaveLength(0);
});

it("recordSignals() hands out versions one by one when two write at once", async () => {
  await Promise.all(
    Array.from({ length: 8 }, (_, index) => record(tender({ payload: { budget: index } }))),
  );
  const [signal] = (await list()).signals;
  expect(signal?.version).toBe(8);
});

it("listSignals() finds a company by its credit code, and by its name where there is none", async () => {
  const account = await workspace.transaction((trx) =>
    createRecord(trx, {
      object: "account",
      values: { name: "宁波恒砺精密机械有限公司", credit_code: "91330200MA2AXXXX1K" },
      actor: { kind: "user", id: "1" },
    }),
  );
  await record(
    tender(),
    tender({ key: "by-name", company: { name: "宁波恒砺精密机械有限公司" } }),
    tender({ key: "namesake", company: { name: "宁波恒砺精密机械有限公司", creditCode: "other" } }),
  );
  const keys = (await list({ account: account.id })).signals.map((signal) => signal.key);
  expect(keys.toSorted()).toEqual(["2026-0317", "by-name"]);
});

it("listSignals() pages without gap or repeat, and refuses a foreign cursor", async () => {
  await record(
    ...Array.from({ length: 7 }, (_, index) =>
      tender({ key: `k${index}`, kind: index % 2 === 0 ? "tender" : "job-posting" }),
    ),
  );
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await list({ limit: 3, ...(after === undefined ? {} : { after }) });
    seen.push(...page.signals.map((signal) => signal.key));
    after = page.nextCursor ?? undefined;
  } while (after !== undefined);
  expect(seen.toSorted()).toEqual(["k0", "k1", "k2", "k3", "k4", "k5", "k6"]);
  expect((await list({ kind: "tender" })).signals).toHaveLength(4);
  await expect(list({ after: "bm8" })).rejects.toMatchObject({ code: "bad-input" });
});

it("signals are unreachable from another workspace", async () => {
  expect(await assertIsolated(test)).toBeGreaterThan(0);
});
