import { systemClock, type UserId } from "@causeway/kernel";
import { channelsMigrations } from "@causeway/module-channels";
import {
  identityMigrations,
  identityProjection,
  linkChangedRecords,
} from "@causeway/module-identity";
import { leadGrade, predictionMigrations, runTraining } from "@causeway/module-prediction";
import {
  createRecord,
  getRecord,
  listRecords,
  onRecordChange,
  recordsMigrations,
  updateRecord,
} from "@causeway/module-records";
import { signalsMigrations } from "@causeway/module-signals";
import {
  catchUpProjections,
  readEventsSince,
  resetProjection,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { twinMigrations, twinProjection } from "@causeway/module-twin";
import { auditMigrations, recordConsents } from "@causeway/platform-audit";
import { agentRunSchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  assertIsolated,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import {
  createJobs,
  createOutbox,
  type Jobs,
  jobsMigrations,
  outgoingQueue,
} from "@causeway/platform-jobs";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { setAgentEnabled } from "../src/agent-states.ts";
import { approveRun } from "../src/approve-run.ts";
import {
  agentRunQueue,
  agentsMigrations,
  agentsProjection,
  endLostRuns,
  followUpAgent,
  listRuns,
  reconsiderQueue,
  vetoRun,
  workAgents,
  workReconsidering,
} from "../src/index.ts";
import { reconsider } from "../src/reconsider.ts";
import { resumeRun } from "../src/resume-run.ts";
import { closedLeads, visitor } from "../src/testing/index.ts";
import { teachAgain } from "../src/veto-run.ts";
import { agentWaker } from "../src/wake-agents.ts";

const actor = { kind: "system", id: "test" } as const;
const log = { error: () => undefined, warn: () => undefined };
const owner = { userId: "owner" as UserId, email: "owner@causeway.test", locale: "en" as const };

const patience = { timeout: 60_000, interval: 50 };
let test: TestDatabase;
let jobs: Jobs;
let workspace: WorkspaceDatabase;
let visit: Awaited<ReturnType<typeof visitor>>;
/** Whether somebody has come yet. */
let isOwned = true;
/** Set to make the process "die" at the point where the mail would be enqueued. */
let deaths = 0;
const stop = onRecordChange(linkChangedRecords);

const agentOptions = () => {
  const outbox = createOutbox({
    jobs,
    workspace: test.database.workspace,
    channels: [],
    clock: systemClock,
  });
  return {
    outbox: {
      enqueue: (...args: Parameters<typeof outbox.enqueue>) => {
        if (deaths-- > 0) throw new Error("the process died here");
        return outbox.enqueue(...args);
      },
    },
    ownerOf: async () => (isOwned ? owner : { locale: "en" as const }),
  };
};
const agent = () => followUpAgent(agentOptions());

const projections = () => [
  identityProjection,
  twinProjection,
  agentsProjection({ agents: [agent()], jobs, after: ["twin"] }),
];
const catchUp = () => catchUpProjections(workspace, projections());

/** How often the work of a run waits for a later moment. */
async function postponed(run: string | undefined): Promise<number> {
  const { rows } = await test.database
    .libraryPool("jobs")
    .query<{ count: string }>(
      "select count(*) from jobs.job where data->>'runId' = $1 and state = 'created' and start_after > created_on",
      [run],
    );
  return Number(rows[0]?.count);
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const pricing = (email: string, ...hours: number[]) =>
  visit(hours.map((hour) => ({ at: hoursAgo(hour), email, path: "/pricing" })));
const lead = (email: string) =>
  workspace.transaction((trx) =>
    createRecord(trx, {
      object: "lead",
      values: {
        name: email.split("@")[0] ?? "",
        email,
        company: "Hengli",
        title: "Buyer",
        status: "working",
      },
      actor,
    }),
  );
const runsOf = async (id: string) =>
  (
    await workspace.transaction((trx) =>
      listRuns(trx, { subject: { object: "lead", id }, limit: 10 }),
    )
  ).runs;
const tasks = async () =>
  (await workspace.transaction((trx) => listRecords(trx, { object: "task", limit: 50 }))).records;

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
  jobs = createJobs({
    database: test.database,
    // What died is tried again after half the usual time.
    queues: [{ ...agentRunQueue, retryDelaySeconds: 1 }, outgoingQueue, reconsiderQueue],
    log,
  });
  workAgents({ agents: [agent()], jobs, workspace: test.database.workspace });
  workReconsidering({
    ...{ agents: [agent()], jobs, clock: systemClock },
    workspace: test.database.workspace,
  });
  await jobs.start();
  const mail = {
    host: "127.0.0.1",
    port: 25,
    secure: false,
    user: null,
    from: "crm@causeway.test",
  };
  await workspace.transaction((trx) =>
    trx
      .$extendTables<{ channel_settings: { channel: string; settings: string } }>()
      .insertInto("channel_settings")
      .values({ channel: "mail", settings: JSON.stringify(mail) })
      .execute(),
  );
  visit = await visitor(workspace);
  await closedLeads(workspace, visit);
  await catchUp();
  const card = await runTraining(workspace, leadGrade, {
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
  });
  expect(card?.verdict).toBe("usable");
});
afterAll(async () => {
  stop();
  await jobs.stop();
  await test.close();
});

it("followUpAgent() wakes for a hot lead that comes back to pricing; every sentence has a source", async () => {
  const hot = await lead("hot@returns.cn");
  await pricing("hot@returns.cn", 50, 40, 30, 20);
  await catchUp();
  const [run] = await vi.waitFor(async () => {
    const found = await runsOf(hot.id);
    expect(found[0]?.state).toBe("waiting");
    return found;
  }, patience);
  expect(run?.claims.length).toBeGreaterThanOrEqual(3);
  for (const claim of run?.claims ?? []) expect(claim.sources.length).toBeGreaterThan(0);
  expect(run?.claims[0]?.text.en).toContain("Opened pricing 4 times");
  expect(run?.outgoing).toMatchObject([{ channel: "mail", recipient: "owner@causeway.test" }]);
  const task = await workspace.transaction((trx) =>
    getRecord(trx, { object: "task", id: run?.taskId ?? "" }),
  );
  expect(task.values).toMatchObject({ status: "open", lead: hot.id, agent_run: run?.id });

  const change = { object: "task", id: task.id, actor };
  const subject = { object: "lead", id: hot.id };
  const statesOf = async (status: string) => {
    await workspace.transaction((trx) => updateRecord(trx, { ...change, values: { status } }));
    const states = ["waiting", "done", "vetoed"] as const;
    const found = states.map((state) =>
      workspace.transaction((trx) => listRuns(trx, { subject, state, limit: 5 })),
    );
    return (await Promise.all(found)).map(({ runs }) => runs.map(({ state }) => state));
  };
  expect(await statesOf("done")).toEqual([[], ["done"], []]);
  expect(await statesOf("vetoed")).toEqual([[], [], ["vetoed"]]);
  expect(await statesOf("open")).toEqual([["waiting"], [], []]);
});

it("followUpAgent() writes in the workspace's language, and no mail, where nobody is there yet", async () => {
  isOwned = false;
  const early = await lead("early@returns.cn");
  await pricing("early@returns.cn", 50, 40, 30, 20);
  await catchUp();
  const [run] = await vi.waitFor(async () => {
    const found = await runsOf(early.id);
    expect(found[0]?.state).toBe("waiting");
    return found;
  }, patience);
  isOwned = true;
  expect(run?.outgoing).toEqual([]);
  const task = await workspace.transaction((trx) =>
    getRecord(trx, { object: "task", id: run?.taskId ?? "" }),
  );
  expect(task.values["title"]).toBe("Contact early: just back on the pricing page");
});

it("agentsProjection() lets cold leads, first visits and old history sleep, and reads the log twice without acting twice", async () => {
  const cold = await lead("cold@returns.cn");
  await visit([{ at: hoursAgo(30), email: "cold@returns.cn", path: "/" }]);
  const first = await lead("first@returns.cn");
  await pricing("first@returns.cn", 5);
  const old = await lead("old@returns.cn");
  await pricing("old@returns.cn", 24 * 40, 24 * 39, 24 * 38, 24 * 37);
  await catchUp();
  for (const { id } of [cold, first, old]) expect(await runsOf(id)).toEqual([]);

  const before = (await tasks()).length;
  await workspace.transaction((trx) =>
    trx
      .$extendTables<{ projections: { name: string; event_id: number; tx_id: string } }>()
      .updateTable("projections")
      .set({ event_id: 0, tx_id: "0" })
      .where("name", "=", "agents")
      .execute(),
  );
  await catchUp();
  expect((await tasks()).length).toBe(before);
});

it("workAgents() after a death between two steps repeats none: one task, one message", async () => {
  deaths = 2;
  const hot = await lead("crash@returns.cn");
  await pricing("crash@returns.cn", 60, 44, 33, 22);
  await catchUp();
  await vi.waitFor(async () => expect((await runsOf(hot.id))[0]?.state).toBe("waiting"), patience);
  expect(deaths).toBeLessThan(0);
  const [run] = await runsOf(hot.id);
  expect(run?.outgoing).toHaveLength(1);
  expect(
    (await tasks()).filter(({ values }) => Object.values(values).includes(run?.id ?? "")),
  ).toHaveLength(1);
});

it("endLostRuns() ends a run whose job has used up its tries, with the reason; resumeRun() lets it go on where it stood", async () => {
  deaths = Number.POSITIVE_INFINITY;
  const hot = await lead("lost@returns.cn");
  await pricing("lost@returns.cn", 60, 44, 33, 22);
  await catchUp();
  const [begun] = await runsOf(hot.id);
  const id = begun?.id ?? "";
  expect(await endLostRuns(test.database, workspace)).toBe(0);
  const jobState = async () => {
    const pool = test.database.libraryPool("jobs");
    // As after thirty tries: the next one is the last.
    await pool.query(
      "update job set retry_limit = retry_count where data->>'runId' = $1 and state < 'completed'",
      [id],
    );
    const { rows } = await pool.query("select state from job where data->>'runId' = $1", [id]);
    return rows[0]?.state;
  };
  await vi.waitFor(async () => expect(await jobState()).toBe("failed"), patience);
  expect((await runsOf(hot.id))[0]?.state).toBe("running");
  await expect(workspace.transaction((trx) => resumeRun(trx, id, jobs))).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await endLostRuns(test.database, workspace)).toBe(1);
  expect((await runsOf(hot.id))[0]).toMatchObject({
    state: "failed",
    failure: { en: "the process died here" },
    steps: [{ name: "brief" }, { name: "task" }],
  });
  expect(await endLostRuns(test.database, workspace)).toBe(0);

  deaths = 0;
  await workspace.transaction((trx) => resumeRun(trx, id, jobs));
  await vi.waitFor(async () => expect((await runsOf(hot.id))[0]?.state).toBe("waiting"), patience);
  const [done] = await runsOf(hot.id);
  expect(done).toMatchObject({ failure: null, outgoing: [{ channel: "mail" }] });
  expect((await tasks()).filter(({ values }) => Object.values(values).includes(id))).toHaveLength(
    1,
  );
});

it("vetoRun() marks the task and stops what has not left", async () => {
  const hot = await lead("veto@returns.cn");
  await pricing("veto@returns.cn", 60, 44, 33, 22);
  await catchUp();
  await vi.waitFor(async () => expect((await runsOf(hot.id))[0]?.state).toBe("waiting"), patience);
  const [run] = await runsOf(hot.id);
  const veto = () =>
    workspace.transaction((trx) =>
      vetoRun(trx, run?.id ?? "", { userId: owner.userId, reason: "Wrong person" }),
    );
  await veto();
  const [after] = await runsOf(hot.id);
  expect(after).toMatchObject({ state: "vetoed", vetoReason: "Wrong person" });
  const task = await workspace.transaction((trx) =>
    getRecord(trx, { object: "task", id: run?.taskId ?? "" }),
  );
  expect(task.values).toMatchObject({ status: "vetoed" });
  await expect(veto()).rejects.toMatchObject({ code: "conflict" });
});

it("approveRun() sends the mail as a person worded it, once, and only to who may be written to", async () => {
  const [hot, refusing] = [await lead("approve@returns.cn"), await lead("refuses@returns.cn")];
  await pricing("approve@returns.cn", 60, 44, 33, 22);
  await pricing("refuses@returns.cn", 60, 44, 33, 22);
  await catchUp();
  const waitingRun = (id: string) =>
    vi.waitFor(async () => {
      const [run] = await runsOf(id);
      if (run?.state !== "waiting") throw new Error("the run has not come to its task");
      return run;
    }, patience);
  // Longer than any label is.
  const mail = { subject: "Your quotation", text: "May I call on Tuesday? ".repeat(40).trim() };
  const outbox = createOutbox({ jobs, workspace: test.database.workspace, channels: [] });
  const approve = (runId: string, letter?: typeof mail) =>
    workspace.transaction((trx) =>
      approveRun(
        trx,
        runId,
        { userId: owner.userId, workspace: workspace.id, mail: letter },
        outbox,
      ),
    );
  const run = await waitingRun(hot.id);
  expect(run.sendTo).toEqual({ address: "approve@returns.cn", missing: null });
  const both = await Promise.allSettled([approve(run.id, mail), approve(run.id, mail)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const [after] = await runsOf(hot.id);
  expect(after).toMatchObject({ state: "done", draft: { zh: mail.text } });
  expect(agentRunSchema.parse(after)).toEqual(after);
  expect(after?.outgoing.map(({ recipient }) => recipient)).toEqual([
    "owner@causeway.test",
    "approve@returns.cn",
  ]);
  const { rows } = await workspace.transaction((trx) =>
    sql<{
      payload: object;
    }>`select payload from outbox where recipient = 'approve@returns.cn'`.execute(trx),
  );
  expect(rows.map(({ payload }) => payload)).toEqual([
    { ...mail, customer: { purpose: "marketing" } },
  ]);
  // Taken back and approved once more: no second mail.
  const reopened = { object: "task", id: run.taskId ?? "", values: { status: "open" }, actor };
  await workspace.transaction((trx) => updateRecord(trx, reopened));
  await expect(approve(run.id, mail)).rejects.toMatchObject({ code: "conflict" });
  await approve(run.id);

  const refused = await waitingRun(refusing.id);
  await workspace.transaction((trx) =>
    recordConsents(trx, [
      {
        ...{ identifier: { kind: "email", value: "refuses@returns.cn" }, purpose: "marketing" },
        ...{ decision: "refused", source: "page", textVersion: null, proof: null, eventId: null },
        ...{ givenAt: new Date(), actor },
      },
    ]),
  );
  await expect(approve(refused.id, mail)).rejects.toMatchObject({ code: "conflict" });
  expect(await runsOf(refusing.id)).toMatchObject([{ state: "waiting", outgoing: [{}] }]);
  await approve(refused.id);
  expect(await runsOf(refusing.id)).toMatchObject([{ state: "done", outgoing: [{}] }]);
});

it("vetoRun() teaches the agent to leave somebody alone, and teachAgain() takes it back", async () => {
  const hot = await lead("alone@returns.cn");
  await pricing("alone@returns.cn", 60, 44, 33, 22);
  await catchUp();
  await vi.waitFor(async () => expect((await runsOf(hot.id))[0]?.state).toBe("waiting"), patience);
  const id = (await runsOf(hot.id))[0]?.id ?? "";
  await expect(workspace.transaction((trx) => teachAgain(trx, id, "never"))).rejects.toMatchObject({
    code: "conflict",
  });
  await workspace.transaction((trx) =>
    vetoRun(trx, id, { userId: owner.userId, reason: "A competitor", lesson: "never" }),
  );
  const comesBack = async (after: string) => {
    await workspace.transaction((trx) =>
      sql`update agent_runs set started_at = started_at - interval '8 days',
        vetoed_at = now() - ${after}::interval where subject_id = ${hot.id}`.execute(trx),
    );
    await pricing("alone@returns.cn", 3, 2, 1);
    await catchUp();
    return (await runsOf(hot.id)).length;
  };
  expect(await comesBack("1000 days")).toBe(1);
  await workspace.transaction((trx) => teachAgain(trx, id, "not-now"));
  expect(await comesBack("89 days")).toBe(1);
  expect((await runsOf(hot.id))[0]).toMatchObject({ state: "vetoed", lesson: "not-now" });
  expect(await comesBack("91 days")).toBe(2);
});

it("agentsProjection() begins one run a lead in seven days, on whichever day they begin, and another one afterwards", async () => {
  const hot = await lead("often@returns.cn");
  await pricing("often@returns.cn", 70, 60, 50, 40, 30, 20, 10);
  await catchUp();
  await pricing("often@returns.cn", 5);
  await catchUp();
  expect(await runsOf(hot.id)).toHaveLength(1);
  await workspace.transaction((trx) =>
    sql`update agent_runs set started_at = now() - interval '169 hours' where subject_id = ${hot.id}`.execute(
      trx,
    ),
  );
  await pricing("often@returns.cn", 2, 1);
  await catchUp();
  expect(await runsOf(hot.id)).toHaveLength(2);
});

it("setAgentEnabled() puts an agent to sleep", async () => {
  await workspace.transaction((trx) => setAgentEnabled(trx, agent(), false, "owner"));
  const hot = await lead("asleep@returns.cn");
  await pricing("asleep@returns.cn", 60, 44, 33, 22);
  await catchUp();
  expect(await runsOf(hot.id)).toEqual([]);
  await workspace.transaction((trx) => setAgentEnabled(trx, agent(), true, "owner"));
});

it("reconsider() finds what passed unnoticed, and acts on nothing a second time", async () => {
  const before = (await tasks()).length;
  const { records: found } = await workspace.transaction((trx) =>
    listRecords(trx, { object: "lead", search: "asleep", limit: 1 }),
  );
  const id = found[0]?.id ?? "";
  const { signal } = new AbortController();
  const options = { agents: [agent()], jobs, clock: systemClock, signal };
  await reconsider(workspace, options);
  await reconsider(workspace, options);
  await vi.waitFor(async () => expect((await runsOf(id))[0]?.state).toBe("waiting"), patience);
  expect(await runsOf(id)).toHaveLength(1);
  expect((await tasks()).length).toBe(before + 1);
});

it("agents act on nothing while the history is rebuilt, and miss nothing of it afterwards", async () => {
  const missed = await lead("missed@returns.cn");
  const waiting = await lead("waiting@returns.cn");
  await resetProjection(workspace, projections(), "agents");
  await pricing("waiting@returns.cn", 50, 40, 30, 2);
  await catchUpProjections(workspace, [identityProjection, twinProjection]);
  const { signal } = new AbortController();
  await reconsider(workspace, { agents: [agent()], jobs, clock: systemClock, signal });
  expect(await runsOf(waiting.id)).toEqual([]);

  // A run that had begun before waits with its work.
  await workspace.transaction(async (trx) => {
    const events = await readEventsSince(trx, { since: hoursAgo(72), after: null, limit: 500 });
    await agentWaker({ agents: [agent()], jobs })(trx, events);
  });
  const [begun] = await runsOf(waiting.id);
  await vi.waitFor(async () => expect(await postponed(begun?.id)).toBe(1), patience);
  expect(await runsOf(waiting.id)).toMatchObject([{ state: "running" }]);

  await pricing("missed@returns.cn", 50, 40, 30, 2);
  await catchUp();
  for (const { id } of [missed, waiting]) {
    await vi.waitFor(async () => {
      expect(await runsOf(id)).toMatchObject([{ state: "waiting" }]);
    }, patience);
  }
});

it("the tables of agents are seen by their workspace alone", async () => {
  expect(await assertIsolated(test)).toBeGreaterThan(0);
});
