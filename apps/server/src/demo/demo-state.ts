import { readKeptWords } from "@causeway/kernel";
import type { DemoProgress } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { liveChannel } from "@causeway/platform-http";
import { sql } from "kysely";

/** How far the demo has come; `month` and `position` say which item of the stream comes next. */
export interface DemoState {
  readonly customers: number;
  readonly seed: number;
  readonly locale: "zh" | "en";
  readonly startAt: Date;
  readonly cutoffAt: Date;
  readonly state: Exclude<DemoProgress["state"], "none">;
  readonly phase: DemoProgress["phase"];
  readonly month: number;
  readonly position: number;
  readonly recordsDone: number;
  readonly recordsTotal: number;
  readonly eventsDone: number;
  readonly eventsTotal: number;
  readonly resumedAt: Date | null;
  readonly doneAtResume: number;
  readonly attempts: number;
  /** Write keys by kind of source, sealed. */
  readonly writeKeys: string | null;
  readonly message: string | null;
}

/** Reads the state; `lock` keeps everybody else (a cancel, another attempt) waiting until the transaction ends. */
export async function readDemoState(
  trx: WorkspaceTransaction,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<DemoState | undefined> {
  const { rows } = await sql<DemoState>`
    select customers, seed, locale, start_at as "startAt", cutoff_at as "cutoffAt", state, phase,
           month, position, records_done as "recordsDone", records_total as "recordsTotal",
           events_done as "eventsDone", events_total as "eventsTotal", resumed_at as "resumedAt",
           done_at_resume as "doneAtResume", attempts, write_keys as "writeKeys", message
    from demo_load ${lock ? sql`for update` : sql``}`.execute(trx);
  return rows[0];
}

const columns = {
  state: "state",
  phase: "phase",
  month: "month",
  position: "position",
  recordsDone: "records_done",
  recordsTotal: "records_total",
  eventsDone: "events_done",
  eventsTotal: "events_total",
  resumedAt: "resumed_at",
  doneAtResume: "done_at_resume",
  attempts: "attempts",
  writeKeys: "write_keys",
  message: "message",
} as const;

export type DemoChange = Partial<Pick<DemoState, keyof typeof columns>>;

/**
 * Changes the state while it is in one of `from`; false when it is not (any more), as after a cancel.
 * Tells the open pages.
 */
export async function changeDemoState(
  trx: WorkspaceTransaction,
  change: DemoChange,
  from: readonly DemoState["state"][] = ["running"],
): Promise<boolean> {
  const assignments = Object.entries(columns).flatMap(([name, column]) => {
    const value = change[name as keyof DemoChange];
    return value === undefined ? [] : [sql`${sql.id(column)} = ${value}`];
  });
  const { rows } = await sql`update demo_load set ${sql.join(assignments)}
    where state = any(${[...from]}::text[]) returning state`.execute(trx);
  await sql`select pg_notify(${liveChannel},
    json_build_object('workspace', current_setting('app.workspace'), 'topic', 'demo')::text)`.execute(
    trx,
  );
  return rows.length > 0;
}

const nothing: DemoProgress = {
  state: "none",
  phase: "records",
  recordsDone: 0,
  recordsTotal: 0,
  eventsDone: 0,
  eventsTotal: 0,
  secondsLeft: null,
  message: null,
};

/** The state as people see it; the time left follows from the pace since the last start. */
export function presentDemo(state: DemoState | undefined, now: Date): DemoProgress {
  if (!state) return nothing;
  const { phase, recordsDone, recordsTotal, eventsDone, eventsTotal, message } = state;
  return {
    state: state.state,
    phase,
    recordsDone,
    recordsTotal,
    eventsDone,
    eventsTotal,
    message: message === null ? null : readKeptWords(message),
    secondsLeft: secondsLeft(state, now),
  };
}

function secondsLeft(state: DemoState, now: Date): number | null {
  if (state.state !== "running" || state.resumedAt === null) return null;
  const done = state.recordsDone + state.eventsDone;
  const seconds = (now.getTime() - state.resumedAt.getTime()) / 1000;
  const pace = (done - state.doneAtResume) / seconds;
  if (!(pace > 0)) return null;
  return Math.max(0, Math.round((state.recordsTotal + state.eventsTotal - done) / pace));
}

/** Whether the demo company is still coming in: its load asks for models itself, when it is whole. */
export async function isDemoStreaming(trx: WorkspaceTransaction): Promise<boolean> {
  const { state, phase } = (await readDemoState(trx)) ?? {};
  return state === "running" && phase !== "training";
}

/** How far the demo has come, as people see it. */
export async function readDemoProgress(
  trx: WorkspaceTransaction,
  now: Date,
): Promise<DemoProgress> {
  return presentDemo(await readDemoState(trx), now);
}
