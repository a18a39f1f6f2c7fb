import { createRecord, recordsMigrations } from "@causeway/module-records";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { predictionMigrations } from "../src/index.ts";
import { listRenewals } from "../src/renewals/list-renewals.ts";

const actor = { kind: "system", id: "test" } as const;
const now = new Date("2026-06-16T10:00:00Z");
const inDays = (days: number) =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [recordsMigrations, predictionMigrations] });
});
afterAll(() => test.close());

it("listRenewals() shows what ends within a year, the dearest risk first, and sums it by lead time", async () => {
  const workspace = await test.workspace();
  const found = await workspace.transaction(async (trx) => {
    const account = await createRecord(trx, { object: "account", values: { name: "Acme" }, actor });
    const contract = (name: string, days: number, more: Record<string, string | number> = {}) =>
      createRecord(trx, {
        object: "contract",
        values: { name, account: account.id, amount: 100, ends_on: inDays(days), ...more },
        actor,
      });
    const calm = await contract("calm", 20, { status: "active" });
    const risky = await contract("risky", 100, { amount: 300 });
    await contract("unknown", 150);
    await contract("past", -2);
    await contract("renewed", 40, { status: "renewed" });
    await contract("far", 400);
    const model = crypto.randomUUID();
    await sql`insert into models (id, prediction, version, verdict, trained_at, card)
      values (${model}, 'renewal-risk', 1, 'usable', now(), '{}')`.execute(trx);
    for (const [id, probability] of [
      [calm.id, 0.1],
      [risky.id, 0.6],
    ] as const) {
      const values = sql`${id}::uuid, ${model}::uuid, 'C', ${probability}::float8, 0, 1, .2, '[]', now(), now()`;
      await sql`insert into scores (prediction, object, record_id, model_id, grade, value, low, high,
        base_rate, reasons, as_of, computed_at) values ('renewal-risk', 'contract', ${values})`.execute(
        trx,
      );
    }
    return listRenewals(trx, now);
  });
  expect(found.renewals.map(({ name, daysLeft }) => [name, daysLeft])).toEqual([
    ["risky", 100],
    ["calm", 20],
    ["unknown", 150],
  ]);
  expect(found.renewals[0]).toMatchObject({ account: "Acme", risk: { probability: 0.6 } });
  expect(found.renewals[2]?.risk).toBeNull();
  expect(found.buckets.map(({ contracts, unscored }) => [contracts, unscored])).toEqual([
    [1, 0],
    [0, 0],
    [2, 1],
    [0, 0],
  ]);
  expect(found.buckets.map(({ atRisk }) => Math.round(atRisk))).toEqual([10, 0, 180, 0]);
});
