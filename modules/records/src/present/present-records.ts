import type { RecordDocument } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readSchema } from "../metadata/read-schema.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { referenceTitles, type UserNames } from "./reference-titles.ts";

/** Records as the wire carries them, with the titles of what they refer to. */
export async function presentRecords(
  trx: WorkspaceTransaction,
  records: readonly StoredRecord[],
  userNames: UserNames,
): Promise<RecordDocument[]> {
  const titles = await referenceTitles(trx, await readSchema(trx), records, userNames);
  return records.map((record) => presentRecord(record, titles));
}

function presentRecord(record: StoredRecord, titles: ReadonlyMap<string, string>): RecordDocument {
  const { id, object, title, values, ownerId, version } = record;
  const references: Record<string, string> = {};
  for (const value of [...Object.values(values), ownerId]) {
    const name = typeof value === "string" ? titles.get(value) : undefined;
    if (typeof value === "string" && name !== undefined) references[value] = name;
  }
  return {
    id,
    object,
    title,
    values,
    references,
    ownerId,
    version,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    deletedAt: record.deletedAt?.toISOString() ?? null,
  };
}
