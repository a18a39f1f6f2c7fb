import { AppError, issueAt } from "@causeway/kernel";
import { isMailSetUp } from "@causeway/module-channels";
import { getRecords, type StoredRecord } from "@causeway/module-records";
import type { AgentRun } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { JobsTables } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { detailWords } from "./detail-words.ts";
import { sendTo } from "./send-to.ts";
import type { AgentTables } from "./tables.ts";

export interface ListRunsInput {
  readonly agent?: string | undefined;
  readonly state?: AgentRun["state"] | undefined;
  readonly subject?: { readonly object: string; readonly id: string } | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

/** Runs, latest first, a page at a time. Throws AppError("bad-input") for a cursor of elsewhere. */
export async function listRuns(
  trx: WorkspaceTransaction,
  { agent, state, subject, before, limit }: ListRunsInput,
): Promise<{ readonly runs: readonly AgentRun[]; readonly nextBefore: string | null }> {
  let query = selectRuns(trx);
  if (agent !== undefined) query = query.where("agent_runs.agent", "=", agent);
  if (subject !== undefined) {
    query = query
      .where("agent_runs.subject_object", "=", subject.object)
      .where("agent_runs.subject_id", "=", subject.id);
  }
  if (state !== undefined) query = query.where(shownState, "=", state);
  if (before !== undefined) {
    const [startedAt, id] = readCursor(before);
    query = query.where(
      sql<boolean>`(agent_runs.started_at, agent_runs.id) < (${startedAt}::timestamptz, ${id}::uuid)`,
    );
  }
  const rows = await query.limit(limit + 1).execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { runs: await present(trx, page), nextBefore: last ? writeCursor(last) : null };
}

/** One run. Throws AppError("not-found"). */
export async function getRun(trx: WorkspaceTransaction, id: string): Promise<AgentRun> {
  const rows = await selectRuns(trx).where("agent_runs.id", "=", id).execute();
  const [run] = await present(trx, rows);
  if (!run) throw new AppError("not-found", { zh: "没有这次运行", en: "There is no such run" });
  return run;
}

/** The task that a run leaves to a person, as far as its state needs it. */
type TaskTable = {
  record_task: { id: string; status: string | null; deleted_at: Date | null };
};

/** A run whose work is over has not ended while its task is open; a task that is vetoed by itself vetoes its run. */
const shownState = sql<AgentRun["state"]>`case
  when agent_runs.vetoed_at is not null or runs.state = 'cancelled' then 'vetoed'
  when runs.state <> 'done' then runs.state
  when record_task.status = 'open' then 'waiting'
  when record_task.status = 'vetoed' then 'vetoed'
  else 'done' end`;

function selectRuns(trx: WorkspaceTransaction) {
  return trx
    .$extendTables<AgentTables & JobsTables & TaskTable>()
    .selectFrom("agent_runs")
    .innerJoin("runs", "runs.id", "agent_runs.id")
    .leftJoin("record_task", (join) =>
      join
        .onRef("record_task.id", "=", "agent_runs.task_id")
        .on("record_task.deleted_at", "is", null),
    )
    .selectAll("agent_runs")
    .select([shownState.as("state"), "runs.finished_at", "runs.detail"])
    .orderBy("agent_runs.started_at", "desc")
    .orderBy("agent_runs.id", "desc");
}

type RunRow = Awaited<ReturnType<ReturnType<typeof selectRuns>["execute"]>>[number];

async function present(
  trx: WorkspaceTransaction,
  rows: readonly RunRow[],
): Promise<readonly AgentRun[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const tables = trx.$extendTables<JobsTables>();
  const steps = await tables
    .selectFrom("run_steps")
    .select(["run_id", "name", "finished_at"])
    .where("run_id", "in", ids)
    .orderBy("ordinal")
    .execute();
  const outgoing = await tables
    .selectFrom("outbox")
    .selectAll()
    .where("run_id", "in", ids)
    .orderBy("created_at")
    .execute();
  const subjects = await subjectRecords(trx, rows);
  const mailSetUp = await isMailSetUp(trx);
  return rows.map((row) => ({
    id: row.id,
    agent: row.agent,
    state: row.state,
    subject: {
      object: row.subject_object,
      id: row.subject_id,
      title: subjects.get(row.subject_id)?.title ?? "",
    },
    headline: row.headline,
    claims: [...row.claims],
    draft: row.draft,
    sendTo: sendTo(subjects.get(row.subject_id), mailSetUp),
    taskId: row.task_id,
    outgoing: outgoing
      .filter((message) => message.run_id === row.id)
      .map(({ id, channel, recipient, state, changed_at, detail }) => ({
        id,
        channel,
        recipient,
        state,
        at: changed_at.toISOString(),
        detail: detail === null ? null : detailWords(detail),
      })),
    steps: steps
      .filter((step) => step.run_id === row.id)
      .map(({ name, finished_at }) => ({
        name,
        state: "done",
        at: finished_at.toISOString(),
        detail: null,
      })),
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    vetoReason: row.veto_reason,
    lesson: row.lesson,
    failure: row.state === "failed" && row.detail !== null ? detailWords(row.detail) : null,
  }));
}

async function subjectRecords(
  trx: WorkspaceTransaction,
  rows: readonly RunRow[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  const subjects = new Map<string, StoredRecord>();
  for (const object of new Set(rows.map((row) => row.subject_object))) {
    const ids = rows.filter((row) => row.subject_object === object).map((row) => row.subject_id);
    for (const record of await getRecords(trx, { object, ids })) subjects.set(record.id, record);
  }
  return subjects;
}

function writeCursor(row: RunRow): string {
  return Buffer.from(JSON.stringify([row.started_at.toISOString(), row.id])).toString("base64url");
}

function readCursor(text: string): readonly [string, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch (cause) {
    throw new AppError(
      "bad-input",
      { zh: "列表无法从这里继续", en: "The list cannot go on from there" },
      {
        cause,
        issues: [
          issueAt("query.before", { zh: "不是这个列表的位置", en: "is not a cursor of this list" }),
        ],
      },
    );
  }
}
