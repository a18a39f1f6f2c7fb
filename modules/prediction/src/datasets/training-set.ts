import { setImmediate as othersTurn } from "node:timers/promises";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { restsOnHistory } from "../scoring/rebuilt-history.ts";
import type { Cells } from "./columns.ts";
import type { Cell } from "./feature.ts";
import { historyStartMs } from "./history-start.ts";
import type { Span } from "./outcome.ts";
import { type LabelledCase, readCases, type WaitingCase } from "./read-cases.ts";
import { readCells } from "./read-cells.ts";

/** Fewer records teach nothing. */
export const leastRecords = 60;
export const leastOfOutcome = 15;

/** Records at several moments of their lives, as they were known then, and what came of them. */
export interface TrainingSet {
  readonly cells: Cells;
  /** What came of each case, NaN where a curve's case is not decided yet; one per row, as all below. */
  readonly target: Float64Array;
  /** When it was decided, in milliseconds since 1970; NaN where nobody said. */
  readonly resolvedMs: Float64Array;
  /** Of a curve: how long the case was seen, NaN where nobody said, and 1 where the outcome came at its end. */
  readonly seenMs: Float64Array;
  readonly ended: Float64Array;
  /** Number of the record, in order of its first moment. */
  readonly record: Int32Array;
  readonly recordIds: readonly string[];
  /** The moment, in milliseconds since 1970. */
  readonly atMs: Float64Array;
  /** The record's first moment. */
  readonly firstMs: Float64Array;
  /** 1 at the first moment of a record. */
  readonly isFirst: Uint8Array;
  readonly records: number;
  readonly undecided: number;
  /** Records that came in with their end. */
  readonly withoutHistory: number;
  /** Cases left out since they lie before it was seen what customers do, and since when it is. */
  readonly unseen: Unseen | undefined;
}

export interface Unseen {
  readonly cases: number;
  readonly untilMs: number;
}

/** The latest records say most about the next ones; more than this adds time, not knowledge. */
const mostRecords = 20_000;
const pageSize = 100;

export interface ReadOptions {
  /** State of knowledge to learn from. */
  readonly nowMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly target: number;
  readonly resolvedMs: number;
  readonly span: Span | undefined;
  readonly id: string;
  readonly atMs: number;
}

/** Reads all cases, page by page in short transactions. Throws the signal's reason where it is aborted. */
export async function readTrainingSet(
  workspace: WorkspaceDatabase,
  bound: BoundDefinition,
  { nowMs, signal, onProgress }: ReadOptions,
): Promise<TrainingSet> {
  const ids = await workspace.transaction(
    (trx) => latestRecords(trx, bound.object.name, mostRecords),
    { readOnly: true },
  );
  const rows: Row[] = [];
  let [undecided, withoutHistory] = [0, 0];
  for (let at = 0; at < ids.length; at += pageSize) {
    signal.throwIfAborted();
    await workspace.transaction(
      async (trx) => {
        const read = await readCases(trx, bound, ids.slice(at, at + pageSize), nowMs);
        const found = read.flatMap(({ cases, waiting }) => [...cases, ...waiting.map(unlabelled)]);
        const cells = await readCells(
          trx,
          bound,
          found.map((each) => each.case),
        );
        found.forEach(({ case: { id, at: moment }, label: target, ...rest }, place) => {
          rows.push({ ...rest, cells: cells[place] ?? [], target, id, atMs: moment.getTime() });
        });
        undecided += read.reduce((sum, each) => sum + each.undecided, 0);
        withoutHistory += read.filter((each) => each.isSnapshot && each.cases.length > 0).length;
      },
      { readOnly: true },
    );
    onProgress(Math.min(1, (at + pageSize) / ids.length));
  }
  await othersTurn();
  const census = { undecided, withoutHistory, unseen: undefined };
  const startMs = restsOnHistory(bound.definition)
    ? await workspace.transaction(historyStartMs, { readOnly: true })
    : undefined;
  return (
    (startMs === undefined ? undefined : seenSet(rows, startMs, census, bound.task)) ??
    setOf(rows, census)
  );
}

/**
 * The cases since it was seen what customers do. Before that every customer looks quiet, and a model that learns from
 * such cases learns that behaviour tells nothing. Undefined where too few are left: then fields alone must do.
 */
export function seenSet(
  rows: readonly Row[],
  startMs: number,
  census: Census,
  task: BoundDefinition["task"],
): TrainingSet | undefined {
  const seen = rows.filter(({ atMs }) => atMs >= startMs);
  if (seen.length === rows.length) return undefined;
  const unseen = { cases: rows.length - seen.length, untilMs: startMs };
  const set = setOf(seen, { ...census, unseen });
  return isEnough(task, set) ? set : undefined;
}

/** Whether there is enough to learn from: records, and different ends among them. */
export function isEnough(task: BoundDefinition["task"], set: TrainingSet): boolean {
  if (set.records < leastRecords) return false;
  if (task === "regression") return new Set(set.target).size >= leastOfOutcome;
  const ended = (label: number) =>
    new Set(set.recordIds.filter((_, row) => set.target[row] === label)).size;
  return Math.min(ended(1), ended(0)) >= leastOfOutcome;
}

const unlabelled = (waiting: WaitingCase): LabelledCase => ({
  ...waiting,
  label: Number.NaN,
  resolvedMs: Number.NaN,
});

type Census = Pick<TrainingSet, "undecided" | "withoutHistory" | "unseen">;

function setOf(rows: readonly Row[], census: Census): TrainingSet {
  const first = new Map<string, number>();
  for (const { id, atMs } of rows) first.set(id, Math.min(atMs, first.get(id) ?? atMs));
  const firstOf = (id: string) => first.get(id) ?? 0;
  const ordered = [...first.keys()].sort((a, b) => firstOf(a) - firstOf(b) || (a < b ? -1 : 1));
  const numbers = new Map(ordered.map((id, number) => [id, number]));
  const sorted = rows.toSorted(
    (a, b) => (numbers.get(a.id) ?? 0) - (numbers.get(b.id) ?? 0) || a.atMs - b.atMs,
  );
  return {
    ...census,
    records: ordered.length,
    cells: sorted.map(({ cells }) => cells),
    target: Float64Array.from(sorted, ({ target }) => target),
    resolvedMs: Float64Array.from(sorted, ({ resolvedMs }) => resolvedMs),
    seenMs: Float64Array.from(sorted, ({ span }) => span?.seenMs ?? Number.NaN),
    ended: Float64Array.from(sorted, ({ span }) => (span?.ended ? 1 : 0)),
    record: Int32Array.from(sorted, ({ id }) => numbers.get(id) ?? 0),
    recordIds: sorted.map(({ id }) => id),
    atMs: Float64Array.from(sorted, ({ atMs }) => atMs),
    firstMs: Float64Array.from(sorted, ({ id }) => firstOf(id)),
    isFirst: Uint8Array.from(sorted, ({ id, atMs }) => (firstOf(id) === atMs ? 1 : 0)),
  };
}

/** The latest records of an object, the oldest of them first. */
export async function latestRecords(
  trx: WorkspaceTransaction,
  object: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from (
      select id, created_at from ${sql.table(`record_${object}`)} where deleted_at is null
      order by created_at desc, id desc limit ${limit}) latest
    order by created_at, id`.execute(trx);
  return rows.map(({ id }) => id);
}
