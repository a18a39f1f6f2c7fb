import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { readSchema } from "../metadata/read-schema.ts";
import { getRecord } from "../store/get-record.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { type FieldMerge, mergeValues } from "./merge-values.ts";
import { countMoves, type MoveCount } from "./move-references.ts";

export interface PreviewedMerge {
  readonly kept: StoredRecord;
  readonly other: StoredRecord;
  readonly fields: readonly FieldMerge[];
  readonly moves: readonly MoveCount[];
}

/** What merging one record into another would do; changes nothing. Throws `AppError("not-found")`. */
export async function previewMerge(
  trx: WorkspaceTransaction,
  { object, id, other: otherId }: { object: string; id: string; other: string },
): Promise<PreviewedMerge> {
  const schema = await readSchema(trx);
  const kept = await getRecord(trx, { object, id });
  const other = await getRecord(trx, { object, id: otherId });
  return {
    kept,
    other,
    fields: mergeValues(objectNamed(schema, object), kept, other),
    moves: await countMoves(trx, schema, { object, from: other.id, to: kept.id }),
  };
}
