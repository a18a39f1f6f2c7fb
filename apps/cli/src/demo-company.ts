import { setTimeout as wait } from "node:timers/promises";
import {
  findServer,
  foundDemo,
  type Product,
  readDemoProgress,
  removeDemo,
} from "@causeway/app-server";
import { AppError, systemClock, type WorkspaceId } from "@causeway/kernel";
import type { DemoProgress } from "@causeway/platform-contract";
import type { Database } from "@causeway/platform-database";
import { environment } from "./environment.ts";
import { say } from "./say.ts";
import { withInstallation } from "./with-workspace.ts";

export interface LoadedDemo {
  readonly workspace: string;
  readonly state: DemoProgress["state"];
  readonly records: number;
  readonly events: number;
  readonly seconds: number;
}

interface LoadRequest {
  readonly dataFolder: string;
  readonly locale: "zh" | "en";
  /** Prints no progress. */
  readonly quiet: boolean;
}

/**
 * Loads the demo company and resolves when it is in: the running server does the work, or one that runs for this call.
 * Throws AppError("conflict") where a demo company is loaded already, AppError("internal") when the load failed.
 */
export async function loadDemoCompany(request: LoadRequest): Promise<LoadedDemo> {
  if ((await findServer(request.dataFolder)) !== undefined) {
    return withInstallation({ data: request.dataFolder }, async ({ database, product }) =>
      load(request, database, await product()),
    );
  }
  const { startServer } = await import("@causeway/app-server");
  const { logLevel: _, ...fromEnvironment } = environment();
  const server = await startServer({
    ...fromEnvironment,
    dataFolder: request.dataFolder,
    port: 0,
    files: null,
  });
  try {
    return await load(request, server.database, server.product);
  } finally {
    await server.close();
  }
}

async function load(
  request: LoadRequest,
  database: Database,
  product: Pick<Product, "startDemo">,
): Promise<LoadedDemo> {
  const startedAt = performance.now();
  const id = (await stoppedLoad(database)) ?? (await foundDemo(database, request.locale));
  await product.startDemo(id);
  const progress = await untilEnded(database, id, request.quiet);
  if (progress.state === "failed") throw new AppError("internal", progress.message ?? "failed");
  return {
    workspace: id,
    state: progress.state,
    records: progress.recordsDone,
    events: progress.eventsDone,
    seconds: Math.round(performance.now() - startedAt) / 1000,
  };
}

/** A demo company whose load has not come to its end. */
async function stoppedLoad(database: Database): Promise<WorkspaceId | undefined> {
  const found = (await database.workspaces()).find(({ isDemo }) => isDemo);
  if (!found) return undefined;
  return (await progressOf(database, found.id)).state === "done" ? undefined : found.id;
}

async function progressOf(database: Database, id: WorkspaceId): Promise<DemoProgress> {
  const workspace = await database.workspace(id);
  return workspace.transaction((trx) => readDemoProgress(trx, systemClock()), { readOnly: true });
}

const pollMs = 500;

async function untilEnded(
  database: Database,
  id: WorkspaceId,
  quiet: boolean,
): Promise<DemoProgress> {
  for (;;) {
    const progress = await progressOf(database, id);
    if (!quiet) show(progress);
    if (progress.state !== "running") {
      if (!quiet) process.stderr.write("\n");
      return progress;
    }
    await wait(pollMs);
  }
}

const phases = {
  records: { zh: "记录", en: "records" },
  events: { zh: "触点", en: "touchpoints" },
  projections: { zh: "整理", en: "projections" },
  training: { zh: "训练", en: "training" },
  done: { zh: "完成", en: "done" },
} as const;

/** One line that writes over itself on a terminal; nothing where the output is a file. */
function show(progress: DemoProgress): void {
  if (!process.stderr.isTTY) return;
  const { recordsDone, recordsTotal, eventsDone, eventsTotal, secondsLeft, phase } = progress;
  const left =
    secondsLeft === null
      ? ""
      : say({ zh: `，约剩 ${secondsLeft} 秒`, en: `, about ${secondsLeft} s left` });
  process.stderr.write(
    `\r\u001b[K${say(phases[phase])}: ${recordsDone + eventsDone} / ${recordsTotal + eventsTotal}${left}`,
  );
}

/** Removes every demo company and gives their ids. Throws AppError("not-found") where there is none. */
export function removeDemoCompany(dataFolder: string): Promise<readonly string[]> {
  return withInstallation({ data: dataFolder }, async ({ database }) => {
    const demos = (await database.workspaces()).filter(({ isDemo }) => isDemo);
    if (demos.length === 0) throw new AppError("not-found", "There is no demo company");
    for (const { id } of demos) await removeDemo(database, id);
    return demos.map(({ id }) => id);
  });
}
