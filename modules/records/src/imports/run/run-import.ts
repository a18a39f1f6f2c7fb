import { AppError, wordsOf } from "@causeway/kernel";
import type { ImportRun } from "@causeway/platform-contract";
import {
  isDatabaseAway,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { buildFieldIndexes } from "../../metadata/late-field-indexes.ts";
import { readSchema } from "../../metadata/read-schema.ts";
import { cutText } from "../../search/cut-text.ts";
import { notifyPages } from "../../store/record-change.ts";
import { type ImportState, importTables } from "../import-tables.ts";
import { loadImport, mapOf, presentImport, type StoredImport } from "../load-import.ts";
import { type MembersOf, memberFinder } from "../members.ts";
import { createReferenceFinder } from "../rows/find-references.ts";
import { type ImportPlan, planImport } from "../rows/import-plan.ts";
import type { ImportStep } from "./import-step.ts";
import { fewRows, keyIndexFor } from "./key-index.ts";
import { firstChunkRows, nextChunkRows } from "./next-chunk-rows.ts";
import { createReadAhead } from "./read-ahead.ts";
import { refreshStatistics, tellingChunks } from "./refresh-statistics.ts";
import { runLinks } from "./run-links.ts";
import { runRows } from "./run-rows.ts";
import { runUndo } from "./run-undo.ts";

const attempts = 3;

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Without it no name of an owner is known. */
  readonly membersOf?: MembersOf;
}

/**
 * Works an import off, or undoes it, in chunks: each is one short transaction with its results and its progress, so
 * that a run that was killed goes on where it stopped and does nothing twice. Stops early when `signal` is aborted,
 * and throws when the database goes away; the next call goes on. Errors that stay after three attempts end the import as failed.
 */
export async function runImport(
  workspace: WorkspaceDatabase,
  id: string,
  { signal, membersOf }: RunOptions = {},
): Promise<ImportRun> {
  const members = memberFinder((await membersOf?.(workspace.id)) ?? []);
  const { step, index, plan } = await workspace.transaction(async (trx) => {
    const stored = await begin(trx, id);
    const schema = await readSchema(trx);
    const map = mapOf(stored);
    // What an import wrote is taken back also where fields of its map are no more.
    if (stored.state === "undoing") {
      return { step: runUndo(workspace, stored, objectNamed(schema, map.object)) };
    }
    const names = stored.columns.map(({ name }) => name);
    const plan = planImport(schema, names, map, stored.locale, members);
    const rows = stored.row_count;
    return {
      step: importStep(workspace, plan, rows),
      index: keyIndexFor(workspace, plan, rows),
      plan,
    };
  });
  // Of fields that this import has added: rows are looked up by them, and a unique one takes no value before.
  if (plan !== undefined) await buildFieldIndexes(workspace, { only: plan.object.name });
  await index?.ensure();
  const isOver = await runChunks(workspace, id, step, signal);
  if (isOver) await index?.drop();
  return workspace.transaction(async (trx) => presentImport(await loadImport(trx, id)), {
    readOnly: true,
  });
}

/** Chunk after chunk until there is none, nothing helps, or `signal` is aborted; false for the last. */
async function runChunks(
  workspace: WorkspaceDatabase,
  id: string,
  step: ImportStep,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let failures = 0;
  let isOver = false;
  let rows = firstChunkRows;
  while (!isOver && signal?.aborted !== true) {
    try {
      const startedAt = performance.now();
      const done = await workspace.transaction((trx) => runStep(trx, id, step, rows));
      if (done === 0) await settle(workspace, id, step);
      else rows = nextChunkRows(done, performance.now() - startedAt);
      failures = 0;
      isOver = done === 0;
    } catch (error) {
      // Not the import's failure: its job comes again, and goes on where this one stopped.
      if (isDatabaseAway(error)) throw error;
      failures++;
      rows = firstChunkRows;
      step.reset();
      isOver = failures === attempts;
      if (isOver) await fail(workspace, id, error);
    }
    await step.between?.();
  }
  return isOver;
}

function importStep(workspace: WorkspaceDatabase, plan: ImportPlan, count: number): ImportStep {
  const ahead = createReadAhead(workspace, plan);
  let rows = createReferenceFinder(() => true);
  let links = createReferenceFinder(() => true);
  let chunks = 0;
  return {
    state: "running",
    end: "done",
    async run(trx, stored, limit) {
      const read = await ahead.next(trx, stored, limit);
      if (read.length === 0) return runLinks(trx, stored, plan, links, limit);
      await runRows(trx, stored, plan, rows, read);
      return read.length;
    },
    async between() {
      await ahead.settled();
      chunks++;
      if (chunks !== tellingChunks || count < fewRows) return;
      // Beside the chunks, which neither wait for it nor fail with it.
      refreshStatistics(workspace, plan.object.name).catch(() => undefined);
    },
    reset() {
      rows = createReferenceFinder(() => true);
      links = createReferenceFinder(() => true);
    },
  };
}

async function begin(trx: WorkspaceTransaction, id: string): Promise<StoredImport> {
  const stored = await loadImport(trx, id, { lock: true });
  if (stored.state === "undoing" || stored.state === "running") return stored;
  if (stored.state !== "queued")
    throw new AppError("conflict", {
      zh: "这次导入不在等待运行",
      en: "The import is not to be run.",
    });
  const started = { state: "running" as const, started_at: new Date() };
  await importTables(trx).updateTable("imports").set(started).where("id", "=", id).execute();
  return { ...stored, ...started };
}

async function runStep(
  trx: WorkspaceTransaction,
  id: string,
  step: ImportStep,
  rows: number,
): Promise<number> {
  // The lock keeps a second worker of the same import out, and a cancellation until the chunk is whole.
  const stored = await loadImport(trx, id, { lock: true });
  if (stored.state !== step.state) return 0;
  return step.run(trx, stored, rows);
}

/** Ends an import after its last chunk, unless it was cancelled meanwhile. */
async function settle(workspace: WorkspaceDatabase, id: string, step: ImportStep): Promise<void> {
  const isDue = async (trx: WorkspaceTransaction) =>
    (await loadImport(trx, id, { lock: true })).state === step.state;
  if (!(await workspace.transaction(isDue))) return;
  await step.settle?.();
  await workspace.transaction(async (trx) => {
    if (await isDue(trx)) await finish(trx, id, step.end);
  });
}

async function finish(trx: WorkspaceTransaction, id: string, state: ImportState): Promise<void> {
  await importTables(trx)
    .updateTable("imports")
    .set({ state, finished_at: new Date() })
    .where("id", "=", id)
    .execute();
  await notifyPages(trx, { topic: "imports", ids: [id] });
}

async function fail(workspace: WorkspaceDatabase, id: string, cause: unknown): Promise<void> {
  const { zh, en } = wordsOf(cause);
  const message = { zh: cutText(zh, 500), en: cutText(en, 500) };
  await workspace.transaction(async (trx) => {
    const { errors } = await loadImport(trx, id, { lock: true });
    const all = [{ line: 0, row: 0, column: "", message }, ...errors];
    await importTables(trx)
      .updateTable("imports")
      .set({ errors: JSON.stringify(all) })
      .where("id", "=", id)
      .execute();
    await finish(trx, id, "failed");
  });
}
