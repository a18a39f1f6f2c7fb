import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import {
  type EventItem,
  type Market,
  type RecordItem,
  type SignalItem,
  simulateMarket,
} from "@causeway/engine-simulation";
import type { Clock } from "@causeway/kernel";
import {
  projectionStatus,
  type ReadingDependencies,
  storeDelivery,
  type WakeReading,
} from "@causeway/module-touchpoints";
import type { Locale } from "@causeway/platform-contract";
import {
  retryConflicts,
  type SecretBox,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sendDemoEvents } from "./demo-events.ts";
import { writeDemoRecords } from "./demo-records.ts";
import { writeDemoSignals } from "./demo-signals.ts";
import { createDemoSources, type DemoSources, parseDemoSources } from "./demo-sources.ts";
import { changeDemoState, type DemoState, readDemoState } from "./demo-state.ts";
import { type DemoWindow, demoWindows } from "./demo-windows.ts";
import { gatherStatistics } from "./gather-statistics.ts";
import { asReported } from "./raw/as-reported.ts";
import { rawFormats } from "./raw/raw-formats.ts";

/** Months that a demo shows: twelve whole ones and the running one. */
export const demoMonths = 13;
const sealContext = "demo:write-keys";

export interface LoadDemoOptions {
  readonly workspace: WorkspaceDatabase;
  /** Where this server answers the ingestion API. */
  readonly url: string;
  readonly secrets: SecretBox;
  /** Takes what sources read out of their raw formats. */
  readonly writer: ReadingDependencies["writer"];
  /** Has what no source can read looked at. */
  readonly wake: WakeReading;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Owner of the records, who then sees them as theirs. */
  readonly ownerId?: string | null;
  /** What the demo company has set up itself; done once, in the transaction that keeps its sources. */
  readonly setUp?: (trx: WorkspaceTransaction, locale: Locale) => Promise<void>;
  /** What is computed once everything is in, such as models. */
  readonly train?: (workspace: WorkspaceDatabase, signal: AbortSignal) => Promise<void>;
}

/**
 * Streams the demo company into a workspace, from where the last attempt stopped to the end: records by the use cases
 * of the records module, events through the kinds of their sources or the public ingestion API, both in order of time. A window's events are
 * acknowledged before its records and its position are committed, and doubles are known by their message id: stopping
 * at any moment loses nothing and repeats nothing. Resolves early when the load was cancelled or removed.
 */
export async function loadDemo(options: LoadDemoOptions): Promise<void> {
  const { workspace, clock } = options;
  const state = await workspace.transaction((trx) => readDemoState(trx));
  if (state?.state !== "running") return;
  const market = simulateMarket({
    seed: state.seed,
    customers: state.customers,
    months: demoMonths,
    startMs: state.startAt.getTime(),
    locale: state.locale,
  });
  const sources = await sourcesOf(options, state);
  if (state.recordsTotal === 0) await countAll(options, market, state);
  await workspace.transaction((trx) =>
    changeDemoState(trx, {
      resumedAt: clock(),
      doneAtResume: state.recordsDone + state.eventsDone,
    }),
  );
  if (!(await streamWindows(options, market, sources))) return;
  if (!(await endStream(options, sources))) return;
  await projectionsCaughtUp(options);
  await gatherStatistics(workspace);
  if (!(await enterPhase(workspace, "training"))) return;
  await options.train?.(workspace, options.signal);
  await workspace.transaction((trx) =>
    changeDemoState(trx, { state: "done", phase: "done", message: null }),
  );
}

const enterPhase = (workspace: WorkspaceDatabase, phase: DemoState["phase"]): Promise<boolean> =>
  workspace.transaction((trx) => changeDemoState(trx, { phase }));

async function sourcesOf(options: LoadDemoOptions, state: DemoState): Promise<DemoSources> {
  const { workspace, secrets } = options;
  const known =
    state.writeKeys === null ? {} : parseDemoSources(secrets.open(state.writeKeys, sealContext));
  const sources = await createDemoSources(workspace, state.locale, secrets, known);
  // Also those of a load that an older version began.
  if (Object.keys(sources).length === Object.keys(known).length) return sources;
  const writeKeys = secrets.seal(JSON.stringify(sources), sealContext);
  await workspace.transaction(async (trx) => {
    const isKept = await changeDemoState(trx, { writeKeys });
    if (isKept && state.writeKeys === null) await options.setUp?.(trx, state.locale);
  });
  return sources;
}

/** Everything is in. What sources cannot read arrives too, once, however often this is tried. */
function endStream({ workspace, wake }: LoadDemoOptions, sources: DemoSources): Promise<boolean> {
  return workspace.transaction(async (trx) => {
    const state = await readDemoState(trx, { lock: true });
    if (state?.phase === "records" || state?.phase === "events") {
      for (const [kind, format] of Object.entries(rawFormats)) {
        const raw = sources[kind as keyof DemoSources]?.raw;
        if (raw === undefined) continue;
        for (const delivery of format.broken(state.cutoffAt, raw.settings)) {
          await storeDelivery(trx, raw.id, delivery);
        }
      }
      await wake(trx, workspace.id);
    }
    return changeDemoState(trx, { phase: "projections" });
  });
}

interface WindowParts {
  readonly records: readonly RecordItem[];
  readonly signals: readonly SignalItem[];
  readonly events: readonly EventItem[];
}

function partsOf({ items }: DemoWindow, locale: Locale): WindowParts {
  return {
    records: items.filter((item) => item.kind === "record"),
    signals: items.filter((item) => item.kind === "signal"),
    events: asReported(
      items.filter((item) => item.kind === "event"),
      locale,
    ),
  };
}

/** Runs through the stream once without writing, so that progress has an end to look at. */
async function countAll(options: LoadDemoOptions, market: Market, state: DemoState): Promise<void> {
  let recordsTotal = 0;
  let eventsTotal = 0;
  for (const window of demoWindows(market, { month: 0, position: 0 }, state.cutoffAt)) {
    const { records, signals, events } = partsOf(window, state.locale);
    recordsTotal += records.length + signals.length;
    eventsTotal += events.length;
    // Lets requests through between the months.
    await turn();
    options.signal.throwIfAborted();
  }
  await options.workspace.transaction((trx) => changeDemoState(trx, { recordsTotal, eventsTotal }));
}

/** Writes window after window; while one's records are written, the next one's events are on their way. */
async function streamWindows(
  options: LoadDemoOptions,
  market: Market,
  sources: DemoSources,
): Promise<boolean> {
  const state = await options.workspace.transaction((trx) => readDemoState(trx));
  if (state?.state !== "running") return false;
  const { url, signal, writer, secrets } = options;
  const target = {
    ...{ workspace: options.workspace, url, sources, signal },
    reading: { writer, secrets },
  };
  let written: Promise<boolean> = Promise.resolve(true);
  try {
    for (const window of demoWindows(market, state, state.cutoffAt)) {
      options.signal.throwIfAborted();
      const parts = partsOf(window, state.locale);
      const [goesOn] = await Promise.all([written, sendDemoEvents(target, parts.events)]);
      if (!goesOn) return false;
      written = retryConflicts(() => commitWindow(options, window, parts));
    }
  } finally {
    // No transaction outlives the load; its failure is the one thrown, unless another came first.
    await Promise.allSettled([written]);
  }
  return written;
}

function commitWindow(
  options: LoadDemoOptions,
  window: DemoWindow,
  { records, signals, events }: WindowParts,
): Promise<boolean> {
  const { workspace, clock, ownerId = null } = options;
  return workspace.transaction(async (trx) => {
    const state = await readDemoState(trx, { lock: true });
    if (state?.state !== "running") return false;
    await writeDemoRecords(trx, workspace.id, records, ownerId);
    await writeDemoSignals(trx, signals, clock);
    return changeDemoState(trx, {
      ...window.next,
      phase: window.next.month === 0 ? "records" : "events",
      recordsDone: state.recordsDone + records.length + signals.length,
      eventsDone: state.eventsDone + events.length,
      attempts: 0,
    });
  });
}

const pollMs = 500;

/** Resolves when no projection has an event left to see. */
async function projectionsCaughtUp({ workspace, signal }: LoadDemoOptions): Promise<void> {
  for (;;) {
    const projections = await workspace.transaction(projectionStatus, { readOnly: true });
    if (projections.every(({ behind }) => behind === 0)) return;
    await wait(pollMs, undefined, { signal });
  }
}
