import type { Condition } from "@causeway/engine-conditions";
import type { Locale, Sort } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { isOfAll } from "../lists/board.ts";
import { newestFirst } from "../lists/sort-term.ts";
import { withinTime } from "../lists/within-time.ts";
import { readSchema } from "../metadata/read-schema.ts";
import type { RecordsDependencies } from "../routes/dependencies.ts";
import { askForIndexes } from "./index-queue.ts";
import type { IndexReason } from "./index-tables.ts";
import { boardTotals, wantedIndexes } from "./wanted-indexes.ts";
import { wishIndexes } from "./wish-indexes.ts";

export interface AskedList {
  readonly object: string;
  readonly filter?: Condition;
  readonly sort?: Sort;
  readonly search?: string;
  readonly deleted?: boolean;
  readonly locale?: Locale;
  /** Whether it is a board, and the field that is totalled there. */
  readonly isBoard?: boolean;
  readonly totalField?: string;
}

/** Wishes for the indexes that such a list is read by, and asks for them to be built. */
export async function helpList(
  trx: WorkspaceTransaction,
  { jobs, workspace }: Pick<RecordsDependencies, "jobs"> & { readonly workspace: string },
  asked: AskedList,
  reason: IndexReason,
): Promise<void> {
  const schema = await readSchema(trx);
  const { filter, sort = newestFirst, isBoard = false, totalField } = asked;
  const object = objectNamed(schema, asked.object);
  const wanted = [
    ...wantedIndexes(schema, object, { filter, sort }),
    ...(isBoard && isOfAll(asked) ? boardTotals(object, totalField) : []),
  ];
  const added = await wishIndexes(trx, schema, wanted, reason);
  if (added > 0) await askForIndexes(trx, jobs, workspace);
}

/**
 * Reads a list within bounds, and wishes for indexes where lists of this shape are slow again and again. Throws
 * AppError("too-large") where the time is up.
 */
export async function readHelped<T>(
  workspace: WorkspaceDatabase,
  { jobs, listUse }: Pick<RecordsDependencies, "jobs" | "listUse">,
  asked: AskedList,
  read: (trx: WorkspaceTransaction) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  try {
    return await withinTime(workspace, read, asked);
  } finally {
    const isDue = listUse?.note(shapeOf(workspace.id, asked), performance.now() - startedAt);
    if (isDue) {
      await workspace.transaction((trx) =>
        helpList(trx, { jobs, workspace: workspace.id }, asked, "use"),
      );
    }
  }
}

/** What is compared and ordered, without the values. */
function shapeOf(workspace: string, asked: AskedList): string {
  const { object, filter, sort, isBoard, totalField } = asked;
  const kind = isBoard ? ["board", totalField, isOfAll(asked)] : [sort?.field];
  return JSON.stringify([workspace, object, kind, filter && outlineOf(filter)]);
}

function outlineOf(condition: Condition): unknown {
  if (condition.kind === "comparison") return [condition.field, condition.operator];
  if (condition.kind === "not") return ["not", outlineOf(condition.condition)];
  return [condition.kind, ...condition.conditions.map(outlineOf)];
}
