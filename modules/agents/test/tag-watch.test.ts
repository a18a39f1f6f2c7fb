import { where } from "@causeway/engine-conditions";
import { type SourceId, systemClock, type UserId } from "@causeway/kernel";
import { channelsMigrations } from "@causeway/module-channels";
import {
  identityMigrations,
  identityProjection,
  linkChangedRecords,
} from "@causeway/module-identity";
import { predictionMigrations } from "@causeway/module-prediction";
import {
  createRecord,
  getRecord,
  onRecordChange,
  recordsMigrations,
} from "@causeway/module-records";
import { signalsMigrations } from "@causeway/module-signals";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import {
  saveWeightRule,
  twinMigrations,
  twinProjection,
  weightsProjection,
} from "@causeway/module-twin";
import { auditMigrations, recordConsents } from "@causeway/platform-audit";
import { weightRuleInputSchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import {
  createJobs,
  createOutbox,
  type Jobs,
  jobsMigrations,
  outgoingQueue,
} from "@causeway/platform-jobs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import {
  agentRunQueue,
  agentsMigrations,
  agentsProjection,
  listRuns,
  tagWatchAgent,
  workAgents,
} from "../src/index.ts";
import { visitor } from "../src/testing/index.ts";
import { listWithheldRuns } from "../src/withheld-runs.ts";

const log = { error: () => undefined, warn: () => undefined };
const owner = { userId: "owner" as UserId, email: "owner@causeway.test", locale: "zh" as const };
const rule = weightRuleInputSchema.parse({
  tag: "合规敏感度",
  name: "连看三次认证页没有下载",
  sequence: {
    steps: [{ of: where("topic", "equals", "certification"), times: 3 }],
    without: where("name", "equalsIgnoringCase", "document downloaded"),
    withinDays: 14,
  },
  delta: 0.4,
  halfLifeDays: 30,
  threshold: 0.3,
});

let test: TestDatabase;
let jobs: Jobs;
let workspace: WorkspaceDatabase;
const stop = onRecordChange(linkChangedRecords);

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      auditMigrations,
      jobsMigrations,
      recordsMigrations,
      touchpointsMigrations,
      identityMigrations,
      twinMigrations,
      signalsMigrations,
      predictionMigrations,
      channelsMigrations,
      agentsMigrations,
    ],
  });
  workspace = await test.workspace();
  jobs = createJobs({ database: test.database, queues: [agentRunQueue, outgoingQueue], log });
});
afterAll(async () => {
  stop();
  await jobs.stop();
  await test.close();
});

it("tagWatchAgent() makes a task of what moved a contact's tag to its threshold, none of old history, and none about who refused: that is written down", async () => {
  const outbox = createOutbox({
    jobs,
    workspace: test.database.workspace,
    channels: [],
    clock: systemClock,
  });
  const agents = [tagWatchAgent({ outbox, ownerOf: async () => owner })];
  workAgents({ agents, jobs, workspace: test.database.workspace });
  await jobs.start();
  const change = { id: crypto.randomUUID(), rule, userId: "fang", now: new Date() };
  const contactOf = (name: string, email: string) =>
    workspace.transaction((trx) =>
      createRecord(trx, {
        object: "contact",
        values: { name, email, title: "法务经理" },
        actor: { kind: "system", id: "test" },
      }),
    );
  const shy = await contactOf("羞", "shy@c.cn");
  const actor = { kind: "system", id: "test" };
  await workspace.transaction((trx) =>
    recordConsents(trx, [
      {
        ...{ identifier: { kind: "email", value: "shy@c.cn" }, source: "page", actor },
        ...{ purpose: "automated-decisions", decision: "refused", givenAt: new Date() },
        ...{ textVersion: null, proof: null, eventId: null },
      },
    ]),
  );
  const [now, past] = [await contactOf("王芳", "wang@acme.cn"), await contactOf("李", "li@b.cn")];
  await workspace.transaction((trx) => saveWeightRule(trx, { ...change, locale: "zh" }));
  const visit = await visitor(workspace);
  const views = (email: string, ...hours: number[]) =>
    visit(
      hours.map((hour) => ({
        at: new Date(Date.now() - hour * 3_600_000),
        email,
        path: "/ce-certification",
      })),
    );
  await views("wang@acme.cn", 30, 20, 10);
  await views("shy@c.cn", 31, 21, 11, 9);
  await views("li@b.cn", 24 * 30, 24 * 29, 24 * 28);
  const catchUp = () =>
    catchUpProjections(workspace, [
      identityProjection,
      twinProjection,
      weightsProjection,
      agentsProjection({ agents, jobs, after: ["twin", "weights"] }),
    ]);
  await catchUp();
  const runsOf = async (id: string) =>
    (
      await workspace.transaction((trx) =>
        listRuns(trx, { subject: { object: "contact", id }, limit: 10 }),
      )
    ).runs;
  const run = await vi.waitFor(
    async () => {
      const [found] = await runsOf(now.id);
      expect(found?.state).toBe("waiting");
      return found;
    },
    { timeout: 60_000, interval: 50 },
  );
  expect(run?.claims.map(({ text }) => text.zh)).toEqual([
    "合规敏感度为 0.4（阈值 0.3）：连看三次认证页没有下载。",
    "王芳：法务经理。",
  ]);
  expect(run?.claims[0]?.sources).toHaveLength(3);
  const task = await workspace.transaction((trx) =>
    getRecord(trx, { object: "task", id: run?.taskId ?? "" }),
  );
  expect(task.values).toMatchObject({ title: "联系王芳：合规敏感度到了阈值", contact: now.id });
  expect(await runsOf(past.id)).toEqual([]);
  expect(await runsOf(shy.id)).toEqual([]);
  expect(await workspace.transaction((trx) => listWithheldRuns(trx, 10))).toMatchObject([
    {
      ...{ agent: "tag-watch", subject: { object: "contact", id: shy.id, title: "羞" } },
      ...{ purpose: "automated-decisions", reason: "refused" },
      headline: { zh: "联系羞：合规敏感度到了阈值" },
    },
  ]);

  // A visitor who says who they are only after the visit, when it has long been read.
  const later = await contactOf("周宁", "zhou@later.cn");
  const source = await createSource(workspace, { name: "Shop" });
  const writer = createEventWriter({ clock: systemClock });
  const send = (...batch: object[]) =>
    ingest(
      {
        ...{ workspace, ip: null, type: null, payload: { batch } },
        source: { source: source.id as SourceId, history: false },
      },
      writer,
      systemClock,
    );
  const page = { type: "page", anonymousId: "browser-1" };
  const properties = { path: "/ce-certification" };
  await send(...[1, 2, 3].map((view) => ({ ...page, messageId: `v${view}`, properties })));
  await catchUp();
  expect(await runsOf(later.id)).toEqual([]);
  const traits = { email: "zhou@later.cn" };
  await send({ type: "identify", anonymousId: "browser-1", messageId: "who", traits });
  await catchUp();
  expect(await runsOf(later.id)).toMatchObject([{ agent: "tag-watch" }]);
});
