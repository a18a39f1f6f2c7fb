import type { Condition } from "@causeway/engine-conditions";
import type { Locale, Sort } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { newestFirst } from "../lists/sort-term.ts";
import { withinTime } from "../lists/within-time.ts";
import { readSchema } from "../metadata/read-schema.ts";
import type { RecordsDependencies } from "../routes/dependencies.ts";
import { askForIndexes } from "./index-queue.ts";
import type { IndexReason } from "./index-tables.ts";
import { boardIndexes, wantedIndexes } from "./wanted-indexes.ts";
import { wishIndexes } from "./wish-indexes.ts";

export interface AskedList {
  readonly object: string;
  readonly filter?: Condition;
  readonly sort?: Sort;
  readonly locale?: Locale;
  /** Of a board: the field that is totalled. */
  readonly totalField?: string;
}

/** Wishes for the indexes that such a list is read by, and asks for them to be built. */
export async function helpList(
  trx: WorkspaceTransaction,
  { jobs, workspace }: Pick<RecordsDependencies, "jobs"> & { readonly workspace: string },
  { object: name, filter, sort = newestFirst, totalField }: AskedList,
  reason: IndexReason,
): Promise<void> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, name);
  const wanted = [
    ...wantedIndexes(schema, object, { filter, sort }),
    ...(totalField === undefined ? [] : boardIndexes(object, { filter, totalField })),
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
function shapeOf(workspace: string, { object, filter, sort, totalField }: AskedList): string {
  return JSON.stringify([workspace, object, sort?.field, totalField, filter && outlineOf(filter)]);
}

function outlineOf(condition: Condition): unknown {
  if (condition.kind === "comparison") return [condition.field, condition.operator];
  if (condition.kind === "not") return ["not", outlineOf(condition.condition)];
  return [condition.kind, ...condition.conditions.map(outlineOf)];
}
