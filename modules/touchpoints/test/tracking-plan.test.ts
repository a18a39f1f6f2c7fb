import type { SourceId } from "@causeway/kernel";
import type { PlannedType } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listDeadLetters, replayDeadLetters } from "../src/deliveries/dead-letters.ts";
import {
  catchUpProjections,
  createPlanDirectory,
  type PlanDirectory,
  processDeliveries,
  trackingPlanProjection,
} from "../src/index.ts";
import { savePlannedType, saveUnknownRule } from "../src/plan/plan-store.ts";
import { readTrackingPlan } from "../src/plan/read-plan.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";

let server: IngestionServer;
let plans: PlanDirectory;
beforeAll(async () => {
  server = await startIngestionServer({ plans: true });
  plans = await createPlanDirectory(server.test.database);
});
afterAll(async () => {
  await plans.close();
  await server.close();
});

const track = (event: string, properties: object, messageId: string) => ({
  ...{ type: "track", event, properties, messageId, anonymousId: "a" },
});

async function send(key: string, batch: readonly object[]): Promise<void> {
  const answer = await server.post("/v1/batch", { batch }, key);
  expect(answer.status).toBe(200);
}

/** What the page shows, once the projection has seen everything. */
async function planOf(workspace: WorkspaceDatabase) {
  await catchUpProjections(workspace, [trackingPlanProjection]);
  const describe = (name: string) =>
    name === "Quote Requested"
      ? { label: { zh: "申请报价", en: "Requested a quote" }, tier: "L1" as const }
      : null;
  const plan = await workspace.transaction((trx) => readTrackingPlan(trx, describe));
  return new Map(plan.types.map((type) => [type.name, type]));
}

const quoted: PlannedType = {
  ...{ name: "Quote Requested", tier: "L1", purpose: "sales", retentionDays: null },
  properties: [{ name: "amount", type: "number", required: true }],
  onViolation: "flag",
};

it("what arrives is proposed for the plan; what breaks it is counted, and nothing is held back by itself", async () => {
  const { workspace, source } = await server.newSource();
  await send(source.writeKey, [
    track("Quote Requested", { amount: 5, at: "2026-01-02", product: "G6" }, "m1"),
    track("Quote Requested", { amount: "many", product: "G4" }, "m2"),
    track("Quote Requested", { product: "G4" }, "m3"),
  ]);
  const found = (await planOf(workspace)).get("Quote Requested");
  expect(found).toMatchObject({ planned: null, violations: [], observed: { count: 3 } });
  // To plan a type as proposed does not change the tier that it has.
  expect(found).toMatchObject({ tier: "L1", label: { zh: "申请报价" }, proposed: { tier: "L1" } });
  expect(found?.proposed?.properties).toEqual([
    { name: "amount", type: "number", required: false },
    { name: "at", type: "time", required: false },
    { name: "product", type: "text", required: true },
  ]);
  await workspace.transaction((trx) => savePlannedType(workspace, trx, quoted));
  expect((await planOf(workspace)).get("Quote Requested")).toMatchObject({
    proposed: null,
    violations: [
      { property: "amount", kind: "type", expected: "number", count: 1 },
      { property: "amount", kind: "missing", expected: "number", count: 1 },
    ],
  });
  expect(await readLog(workspace)).toHaveLength(3);
});

it("by choice, events that break the plan or are not in it wait with the reason, and are read once it is mended", async () => {
  const { workspace, source } = await server.newSource();
  const id = source.id as SourceId;
  const strict = { ...quoted, onViolation: "quarantine" as const };
  await workspace.transaction(async (trx) => {
    await savePlannedType(workspace, trx, strict);
    await saveUnknownRule(workspace, trx, "quarantine");
  });
  await expect.poll(async () => (await plans.find(workspace))?.holdsUnknown).toBe(true);
  await send(source.writeKey, [
    track("Quote Requested", { amount: 5 }, "q1"),
    track("Quote Requested", { amount: "five" }, "q2"),
    track("Something New", {}, "q3"),
    { type: "page", messageId: "q4", anonymousId: "a", name: "Home" },
  ]);
  const ids = async () => (await readLog(workspace)).map((event) => event.message_id).sort();
  expect(await ids()).toEqual(["q1", "q4"]);
  const letters = () => workspace.transaction((trx) => listDeadLetters(trx, id, 9));
  expect((await letters()).letters.map(({ reason }) => reason.en)).toEqual([
    "Quarantined: “Something New” is not in the tracking plan",
    "Quarantined: “amount” is text, not number",
  ]);
  const dependencies = { writer: server.writer, secrets: server.test.database.secrets, plans };
  const replayAll = async () => {
    await workspace.transaction((trx) => replayDeadLetters(trx, id, null));
    await processDeliveries(workspace, dependencies);
  };
  await replayAll();
  expect((await letters()).total).toBe(2);
  await workspace.transaction(async (trx) => {
    await savePlannedType(workspace, trx, quoted);
    await saveUnknownRule(workspace, trx, "accept");
  });
  await expect.poll(() => plans.find(workspace)).toBeNull();
  await replayAll();
  expect(await ids()).toEqual(["q1", "q2", "q3", "q4"]);
  expect((await letters()).total).toBe(0);
});
