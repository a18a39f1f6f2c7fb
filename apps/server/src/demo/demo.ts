import {
  AppError,
  type Clock,
  keptWords,
  systemClock,
  type WorkspaceId,
  wordsOf,
} from "@causeway/kernel";
import { type EventWriter, wakeReadingBy } from "@causeway/module-touchpoints";
import { demoProgressSchema } from "@causeway/platform-contract";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { matchDemoPeople } from "./demo-identity.ts";
import { changeDemoState, readDemoProgress, readDemoState } from "./demo-state.ts";
import { firstOwner, removeDemo } from "./found-demo.ts";
import { gradeDemoLeads } from "./grade-leads.ts";
import { demoMonths, type LoadDemoOptions, loadDemo } from "./load-demo.ts";

/**
 * One load at a time for each workspace, and at most one that waits for it to end, as after a cancel; a load that dies
 * with its process is taken up again.
 */
export const demoQueue = defineQueue({
  name: "demo",
  schema: z.object({ workspace: z.uuid() }),
  policy: "stately",
  retryLimit: 10,
  expireInSeconds: 3600,
});

export interface DemoOptions {
  readonly database: Database;
  readonly jobs: Jobs;
  /** Where this server answers; asked when a load starts. */
  readonly url: () => string;
  readonly writer: EventWriter;
  readonly clock?: Clock;
  /** True companies of the demo; 1,000 unless given. */
  readonly customers?: number | undefined;
  readonly setUp?: NonNullable<LoadDemoOptions["setUp"]>;
  /** What is computed once everything is in; who is who and the lead grades unless given. */
  readonly train?: NonNullable<LoadDemoOptions["train"]>;
}

/** The demo company: load it into a workspace, watch, cancel, take up again, remove. */
export interface Demo {
  /** Begins to fill an empty demo workspace; the load goes on in the background and survives restarts. */
  start(workspace: WorkspaceId): Promise<void>;
  readonly routes: readonly Route[];
}

const defaultCustomers = 1000;
const seed = 20_261;
const mostAttempts = 5;

/** Declares the worker of `demoQueue` (which the jobs must know) and the routes below `/api/w/:workspace/demo`. */
export function createDemo(options: DemoOptions): Demo {
  const { database, jobs, clock = systemClock } = options;
  const grade: DemoOptions["train"] = async (workspace, signal) => {
    await matchDemoPeople(workspace, clock, signal);
    await gradeDemoLeads(workspace, jobs, signal);
  };
  const { train = grade } = options;

  async function start(id: WorkspaceId): Promise<void> {
    const found = (await database.workspaces()).find((workspace) => workspace.id === id);
    if (!found?.isDemo)
      throw new AppError("conflict", {
        zh: "这个工作区不是演示公司",
        en: "This workspace is not a demo company",
      });
    const workspace = await database.workspace(id);
    const now = clock();
    const startAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - demoMonths + 1, 1));
    await workspace.transaction(async (trx) => {
      await sql`insert into demo_load (customers, seed, locale, start_at, cutoff_at, state, phase)
        values (${options.customers ?? defaultCustomers}, ${seed}, ${found.locale}, ${startAt}, ${now},
                'running', 'records') on conflict do nothing`.execute(trx);
      const again = { state: "running", attempts: 0, message: null } as const;
      await changeDemoState(trx, again, ["running", "failed", "cancelled"]);
      await jobs.send(trx, demoQueue, { workspace: id }, { singletonKey: id });
    });
  }

  jobs.work(demoQueue, async ({ data, signal }) => {
    const id = data.workspace as WorkspaceId;
    const isThere = async () => (await database.workspaces()).some((entry) => entry.id === id);
    if (!(await isThere())) return;
    const workspace = await database.workspace(id);
    try {
      await loadDemo({
        workspace,
        url: options.url(),
        secrets: database.secrets,
        writer: options.writer,
        wake: wakeReadingBy(jobs),
        clock,
        signal,
        ownerId: await firstOwner(database, id),
        train,
        ...(options.setUp && { setUp: options.setUp }),
      });
    } catch (error) {
      // Whoever removed the workspace under the load wanted it to end.
      if (!(await isThere())) return;
      if (signal.aborted || !(await givesUp(workspace, error))) throw error;
    }
  });

  return { start, routes: demoRoutes(database, clock, start) };
}

/** Notes a failed attempt; true when it was the last one. */
function givesUp(workspace: WorkspaceDatabase, error: unknown): Promise<boolean> {
  const message = keptWords(wordsOf(error));
  return workspace.transaction(async (trx) => {
    const attempts = ((await readDemoState(trx))?.attempts ?? 0) + 1;
    const ends = attempts >= mostAttempts;
    await changeDemoState(trx, { attempts, message, ...(ends && { state: "failed" }) });
    return ends;
  });
}

const tags = ["demo"] as const;
const path = "/api/w/:workspace/demo";

function demoRoutes(database: Database, clock: Clock, start: Demo["start"]): readonly Route[] {
  const progressOf = (workspace: WorkspaceDatabase) =>
    workspace.transaction((trx) => readDemoProgress(trx, clock()), { readOnly: true });
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "How far the demo company has streamed in",
      tags,
      access: { kind: "workspace", role: "member" },
      response: demoProgressSchema,
      handle: ({ workspace }) => progressOf(workspace),
    }),
    defineRoute({
      method: "POST",
      path,
      summary: "Take a cancelled or failed load of the demo company up again",
      tags,
      access: { kind: "workspace", role: "owner" },
      response: demoProgressSchema,
      handle: async ({ workspace }) => {
        await start(workspace.id);
        return progressOf(workspace);
      },
    }),
    defineRoute({
      method: "POST",
      path: `${path}/cancel`,
      summary: "Stop the load of the demo company; what is in stays",
      tags,
      access: { kind: "workspace", role: "owner" },
      response: demoProgressSchema,
      handle: async ({ workspace }) => {
        await workspace.transaction((trx) => changeDemoState(trx, { state: "cancelled" }));
        return progressOf(workspace);
      },
    }),
    defineRoute({
      method: "DELETE",
      path,
      summary: "Remove the demo company with its workspace, for good",
      tags,
      access: { kind: "workspace", role: "owner" },
      response: "empty",
      handle: async ({ workspace }) => {
        const all = await database.workspaces();
        if (!all.some((entry) => entry.id === workspace.id && entry.isDemo)) {
          throw new AppError("conflict", {
            zh: "这个工作区不是演示公司",
            en: "This workspace is not a demo company",
          });
        }
        await removeDemo(database, workspace.id);
      },
    }),
  ];
}
