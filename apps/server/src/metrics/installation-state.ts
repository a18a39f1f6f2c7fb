import type { WorkspaceId } from "@causeway/kernel";
import { type ProjectionStatus, projectionStatus } from "@causeway/module-touchpoints";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { countJobs, type JobCount } from "@causeway/platform-jobs";
import { sql } from "kysely";

/** What only the database knows. */
export interface InstallationState {
  readonly workspaces: readonly WorkspaceState[];
  readonly jobs: readonly JobCount[];
}

interface WorkspaceState {
  readonly id: WorkspaceId;
  readonly projections: readonly ProjectionStatus[];
  /** Open runs of agents, by kind and state. */
  readonly runs: readonly {
    readonly kind: string;
    readonly state: string;
    readonly count: number;
  }[];
}

/** Asks at most once in so long, whoever scrapes. */
const freshMs = 5_000;

/** Reads the state of all workspaces and queues, one after the other; remembers it for five seconds. */
export function createStateReader(database: Database): () => Promise<InstallationState> {
  let known: { readonly atMs: number; readonly state: Promise<InstallationState> } | undefined;
  return () => {
    const nowMs = performance.now();
    if (known === undefined || nowMs - known.atMs > freshMs) {
      const state = readState(database);
      known = { atMs: nowMs, state };
      // A failure is not remembered.
      state.catch(() => {
        known = undefined;
      });
    }
    return known.state;
  };
}

async function readState(database: Database): Promise<InstallationState> {
  const workspaces: WorkspaceState[] = [];
  for (const { id } of await database.workspaces()) {
    const workspace = await database.workspace(id);
    workspaces.push(
      await workspace.transaction(
        async (trx) => ({
          id,
          projections: await projectionStatus(trx),
          runs: await openRuns(trx),
        }),
        { readOnly: true },
      ),
    );
  }
  return { workspaces, jobs: await countJobs(database) };
}

async function openRuns(trx: WorkspaceTransaction): Promise<WorkspaceState["runs"]> {
  const { rows } = await sql<WorkspaceState["runs"][number]>`
    select kind, state, count(*) as count from runs
    where state in ('running', 'waiting') group by kind, state`.execute(trx);
  return rows;
}
