import { AppError, type WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import { eventsChannel } from "../log/channels.ts";
import { pause } from "./pause.ts";
import { orderProjections, type Projection } from "./projection.ts";
import { type Ahead, lookAhead } from "./projection-status.ts";
import { runProjections } from "./run-projections.ts";

export interface ProjectionRunner {
  /** Ends after the batches under way. */
  close(): Promise<void>;
}

export interface ProjectionRunnerOptions {
  readonly database: Database;
  readonly projections: readonly Projection[];
  /** Called with the error of a failing projection; it is tried again later. */
  readonly onError: (error: unknown, workspace: WorkspaceId) => void;
  /** For events whose notification was lost. */
  readonly pollMs?: number;
}

/** Events may be committed but not final yet, while an older transaction is open: look again soon. */
const notFinalPauseMs = 30;
const failurePauseMs = 2_000;
/** The rest of the connections stays free for people. */
const workspacesAtOnce = 2;
/** A workspace with much to do lets others have their turn. */
const turnMs = 5_000;

/**
 * Keeps the projections of all workspaces up with their logs: at once on notification, and by polling.
 * Several processes may run it; each projection of a workspace has one at a time.
 */
export async function startProjectionRunner(
  options: ProjectionRunnerOptions,
): Promise<ProjectionRunner> {
  const { database, projections, onError, pollMs = 2_000 } = options;
  orderProjections(projections);
  const stopping = new AbortController();
  const lanes = new Map<WorkspaceId, { again: boolean; done: Promise<void> }>();

  const turns = createTurns(workspacesAtOnce);
  /** Workspaces whose cursors were made or checked by this process. */
  const prepared = new Set<WorkspaceId>();

  const takeTurn = async (id: WorkspaceId): Promise<number | null> => {
    const workspace = await database.workspace(id);
    // A look costs less than a turn: most polls find nothing, or nothing that is final.
    const ahead = prepared.has(id) ? await look(workspace) : "work";
    if (ahead !== "work") return ahead === "nothing" ? null : notFinalPauseMs;
    const turn = AbortSignal.any([stopping.signal, AbortSignal.timeout(turnMs)]);
    await runProjections(workspace, projections, turn);
    prepared.add(id);
    return (await look(workspace)) === "nothing" ? null : notFinalPauseMs;
  };

  const run = async (id: WorkspaceId): Promise<number | null> => {
    const release = await turns();
    try {
      return await takeTurn(id);
    } catch (error) {
      if (error instanceof AppError && error.code === "not-found") return null;
      onError(error, id);
      return failurePauseMs;
    } finally {
      release();
    }
  };

  const work = async (id: WorkspaceId, lane: { again: boolean }): Promise<void> => {
    while (lane.again && !stopping.signal.aborted) {
      lane.again = false;
      const pauseMs = await run(id);
      if (pauseMs !== null && !stopping.signal.aborted) {
        await pause(pauseMs, stopping.signal);
        lane.again = true;
      }
    }
    lanes.delete(id);
  };

  const wake = (id: WorkspaceId): void => {
    if (stopping.signal.aborted) return;
    const known = lanes.get(id);
    if (known !== undefined) {
      known.again = true;
      return;
    }
    const lane = { again: true, done: Promise.resolve() };
    lanes.set(id, lane);
    lane.done = work(id, lane);
  };

  const wakeAll = async (): Promise<void> => {
    try {
      for (const workspace of await database.workspaces()) wake(workspace.id);
    } catch {
      // The database is away; the next poll looks again.
    }
  };

  // An empty payload says that the connection broke and notifications may be lost.
  const stopListening = await database.listen(eventsChannel, (payload) => {
    if (payload === "") void wakeAll();
    else wake(payload as WorkspaceId);
  });
  const timer = setInterval(() => void wakeAll(), pollMs);
  void wakeAll();

  return {
    async close() {
      stopping.abort();
      clearInterval(timer);
      await stopListening();
      await Promise.all([...lanes.values()].map((lane) => lane.done));
    },
  };
}

function look(workspace: WorkspaceDatabase): Promise<Ahead> {
  return workspace.transaction(lookAhead, { readOnly: true });
}

/** Lets so many be at work at once; the others wait in order. */
function createTurns(atOnce: number): () => Promise<() => void> {
  const queue: (() => void)[] = [];
  let free = atOnce;
  const release = () => {
    const next = queue.shift();
    if (next === undefined) free++;
    else next();
  };
  return async () => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    return release;
  };
}
