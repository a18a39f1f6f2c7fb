import type { ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { seenTitle, type Viewer } from "@causeway/platform-schema";
import { getRecords } from "../store/get-record.ts";

/** A row of a preview; where the record that it names was merged, with the one that stands for it. */
export interface SurvivingRow {
  readonly survivorId: string | undefined;
}

/** What the records are called that rows change instead of those that they name, by id, as the viewer sees it. */
export async function survivorTitles(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  rows: readonly SurvivingRow[],
  viewer: Viewer,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(rows.flatMap(({ survivorId }) => survivorId ?? []));
  if (ids.size === 0) return new Map();
  const records = await getRecords(trx, { object: object.name, ids: [...ids] });
  return new Map(records.map(({ id, title }) => [id, seenTitle(object, title, viewer)]));
}
