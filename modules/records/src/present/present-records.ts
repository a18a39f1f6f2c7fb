import type { FieldValue, ObjectDefinition, RecordDocument } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import {
  objectNamed,
  type Schema,
  seenTitle,
  seenValues,
  seesAll,
  type Viewer,
} from "@causeway/platform-schema";
import { readSchema } from "../metadata/read-schema.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { isReferring, referenceTitles, type UserNames } from "./reference-titles.ts";

/** Records as the wire carries them and the viewer may see them, with the titles of what they refer to. */
export async function presentRecords(
  trx: WorkspaceTransaction,
  records: readonly StoredRecord[],
  userNames: UserNames,
  viewer?: Viewer,
): Promise<RecordDocument[]> {
  const schema = await readSchema(trx);
  const seen = records.map((record) => asSeen(schema, record, viewer));
  const titles = await referenceTitles(trx, schema, seen, userNames, viewer);
  return seen.map((record) => presentRecord(objectNamed(schema, record.object), record, titles));
}

/** A record without what is kept from somebody. */
export function asSeen(schema: Schema, record: StoredRecord, viewer: Viewer): StoredRecord {
  const object = objectNamed(schema, record.object);
  if (seesAll(object, viewer)) return record;
  const { title, values } = record;
  return {
    ...record,
    title: seenTitle(object, title, viewer),
    values: seenValues(object, values, viewer),
  };
}

function presentRecord(
  { fields }: ObjectDefinition,
  record: StoredRecord,
  titles: ReadonlyMap<string, string>,
): RecordDocument {
  const { id, object, title, values, ownerId, version } = record;
  const references: Record<string, string> = {};
  const name = (value: FieldValue) => {
    const found = typeof value === "string" ? titles.get(value) : undefined;
    if (typeof value === "string" && found !== undefined) references[value] = found;
  };
  for (const field of fields) if (isReferring(field)) name(values[field.name] ?? null);
  name(ownerId);
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
