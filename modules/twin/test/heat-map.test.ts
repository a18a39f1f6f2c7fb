import {
  identityMigrations,
  identityProjection,
  linkChangedRecords,
} from "@causeway/module-identity";
import {
  createRecord,
  createRecords,
  onRecordChange,
  recordsMigrations,
  updateRecord,
} from "@causeway/module-records";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { type HeatMapQuery, heatMapQuerySchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readHeatCell, readHeatMap, twinMigrations, twinProjection } from "../src/index.ts";
import { arrive } from "./arrive.ts";

const actor = { kind: "system", id: "test" } as const;
/** A Tuesday, 09:30 in Shanghai. */
const now = new Date("2026-03-10T01:30:00Z");
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

let test: TestDatabase;
let workspace: WorkspaceDatabase;
let unlisten: () => void;
let contact: string;

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [recordsMigrations, touchpointsMigrations, identityMigrations, twinMigrations],
  });
  unlisten = onRecordChange(linkChangedRecords);
  workspace = await test.workspace();
  await workspace.transaction(async (trx) => {
    const account = await createRecord(trx, { object: "account", values: { name: "启衡" }, actor });
    const person = { name: "王芳", email: "wang@acme.cn", account: account.id };
    contact = (await createRecord(trx, { object: "contact", values: person, actor })).id;
    await createRecord(trx, { object: "lead", values: { name: "Li", email: "li@b.cn" }, actor });
    const values = { name: "机床", account: account.id, stage: "discovery" };
    const deal = await createRecord(trx, { object: "deal", values, actor });
    const old = { name: "旧单", account: account.id, stage: "lost" };
    await createRecords(trx, { object: "deal", records: [{ values: old }], actor });
    await sql`update record_deal set created_at = ${before(24 * 30)}::timestamptz`.execute(trx);
    for (const [stage, hours] of [
      ["solution", 24 * 10],
      ["won", 24 * 2],
    ] as const) {
      const occurredAt = new Date(before(hours));
      await updateRecord(trx, {
        object: "deal",
        id: deal.id,
        values: { stage },
        actor,
        occurredAt,
      });
    }
  });
  const at = (hours: number) => ({ timestamp: before(hours), receivedAt: before(hours) });
  const page = (path: string) => ({ type: "page", properties: { path, title: path } });
  const wang = { userId: "u1", traits: { email: "wang@acme.cn" } };
  const li = { userId: "u2", traits: { email: "li@b.cn" } };
  const batch = [
    { type: "identify", ...wang, ...at(24 * 40) },
    { type: "identify", ...li, ...at(24 * 40) },
    // Before the first deal, in discovery, twice in the solution stage (one visit), and as a customer.
    { userId: "u1", ...page("/"), ...at(24 * 35) },
    { userId: "u1", ...page("/"), ...at(24 * 20) },
    { userId: "u1", ...page("/pricing"), ...at(24 * 5) },
    { userId: "u1", ...page("/docs"), ...at(24 * 5 - 0.25) },
    { userId: "u1", type: "track", event: "Ticket Opened", ...at(1) },
    { userId: "u2", ...page("/"), ...at(3) },
    { anonymousId: "nobody", ...page("/"), ...at(2) },
    { anonymousId: "nobody", ...page("/"), ...at(0.25) },
    { anonymousId: "long ago", ...page("/"), ...at(24 * 200) },
  ];
  await arrive(workspace, batch, [identityProjection, twinProjection]);
});
afterAll(async () => {
  unlisten();
  await test.close();
});

const read = (query: Partial<HeatMapQuery>) =>
  workspace.transaction((trx) => readHeatMap(trx, heatMapQuerySchema.parse(query), now));

it("readHeatMap() counts a touchpoint in the stage in which the customer stood when it happened", async () => {
  const map = await read({ rows: "stage", columns: "weekday" });
  const sums: Record<string, number> = {};
  for (const { row, touchpoints } of map.cells) sums[row] = (sums[row] ?? 0) + touchpoints;
  expect(sums).toEqual({ anonymous: 2, lead: 2, discovery: 1, solution: 2, customer: 1 });
  expect(map.stages.map(({ name }) => name)).toEqual([
    "anonymous",
    "known",
    "lead",
    "discovery",
    "solution",
    "validation",
    "negotiation",
    "contract",
    "customer",
    "lost",
  ]);
  expect(map).toMatchObject({ touchpoints: 8, people: 3 });
});

it("readHeatMap() counts visits to own sites by whether the visitor is known", async () => {
  const { recognition } = await read({});
  expect(recognition).toEqual({ known: 4, company: 0, sessions: 6 });
});

it("readHeatMap() reads hours and weeks in the reader's zone, and shows empty weeks", async () => {
  const hours = await read({ columns: "hour", stage: "lead", days: 1 });
  expect(hours.cells).toEqual([{ row: "web", column: "06", touchpoints: 1, people: 1 }]);
  const elsewhere = await read({ columns: "hour", stage: "lead", days: 1, zone: "Europe/Berlin" });
  expect(elsewhere.cells[0]?.column).toBe("23");
  const weeks = await read({ columns: "week", days: 40 });
  expect(weeks.columns.slice(-2)).toEqual(["2026-03-02", "2026-03-09"]);
  expect(weeks.columns).toHaveLength(7);
  expect(weeks.cells.every(({ column }) => weeks.columns.includes(column))).toBe(true);
});

it("readHeatCell() opens the touchpoints behind a cell, with the record whose twin shows them", async () => {
  const query = { rows: "kind", columns: "stage", row: "web", column: "solution" } as const;
  const cell = await workspace.transaction((trx) =>
    readHeatCell(trx, { ...heatMapQuerySchema.parse(query), ...query }, now, "zh"),
  );
  expect(cell.total).toBe(2);
  expect(cell.touchpoints[0]).toMatchObject({
    personName: "王芳",
    name: "page /docs",
    record: { object: "contact", id: contact },
  });
});

it("heatMapQuerySchema takes names of time zones only", () => {
  for (const zone of ["+08:00", "Mars/Olympus", "x'; drop table events; --"]) {
    expect(heatMapQuerySchema.safeParse({ zone }).success).toBe(false);
  }
  expect(heatMapQuerySchema.safeParse({ zone: "Asia/Kolkata" }).success).toBe(true);
});
