import { AppError, newId } from "@causeway/kernel";
import { recordAudit } from "@causeway/platform-audit";
import type { Locale, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, readValues } from "@causeway/platform-schema";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "../store/actor.ts";
import { invalid } from "../store/create-records.ts";
import { deleteRecord } from "../store/delete-record.ts";
import { lockRecords, unknownRecord } from "../store/get-record.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { changedFields } from "../store/update-record.ts";
import { mergeTables } from "./merge-tables.ts";
import { type MergeChoices, mergeValues, ownerField, valuesToWrite } from "./merge-values.ts";
import { moveReferences } from "./move-references.ts";
import { writeSurvivor } from "./write-survivor.ts";

export interface MergeRecordsInput {
  readonly object: string;
  /** The record that stays. */
  readonly id: string;
  /** The one that becomes part of it. */
  readonly other: string;
  readonly choices?: MergeChoices;
  /** What somebody saw: the merge is refused when one of them has changed since. */
  readonly versions?: { readonly kept: number; readonly other: number } | undefined;
  readonly actor: Actor;
  readonly locale?: Locale;
  /** Rows that one merge may move; what it moves, it moves in one transaction. */
  readonly most?: number;
}

export interface MergedRecord {
  readonly record: StoredRecord;
  readonly merge: string;
}

const words = {
  itself: {
    zh: "不能把一条记录与它自己合并",
    en: "A record cannot be merged with itself",
  },
  deleted: {
    zh: "其中一条记录已被删除，不能合并",
    en: "One of the records has been deleted; it cannot be merged",
  },
  stale: {
    zh: "其中一条记录刚被修改过，请重新查看后再合并",
    en: "One of the records has changed meanwhile; look at them again",
  },
  many: (most: number) => ({
    zh: `有超过 ${most} 条数据指向要合并的记录，一次合并不了；请改为保留这一条`,
    en: `More than ${most} rows name the record that would go; keep that one instead`,
  }),
};

const mostMoves = 5_000;

/**
 * Makes two records of one object one: what one lacks it gets from the other, everything that names the other names it,
 * and the other is deleted the way deletions are. Stands in both histories, and `undoMerge` takes it back. Throws `AppError`:
 * `bad-input` for a record and itself, `not-found`, `conflict` for deleted or changed ones, `too-large` beyond `most`.
 */
export async function mergeRecords(
  trx: WorkspaceTransaction,
  input: MergeRecordsInput,
): Promise<MergedRecord> {
  const { object: name, actor, locale = "en", most = mostMoves } = input;
  const schema = await readSchema(trx);
  const object = objectNamed(schema, name);
  const { kept, other } = await lockPair(trx, object, input);
  const values = valuesToWrite(kept, mergeValues(object, kept, other, input.choices));
  requireRight(object, values, locale);
  const merge = newId();
  // It goes first: its unique values are free for the other then.
  const gone = await deleteRecord(trx, { object: name, id: other.id, actor, locale });
  await mergeTables(trx)
    .insertInto("record_merges")
    .values({
      id: merge,
      object: name,
      survivor_id: kept.id,
      loser_id: other.id,
      survivor_version: kept.version + 1,
      loser_version: gone.version,
      actor_kind: actor.kind,
      actor_id: actor.id,
    })
    .execute();
  const move = { merge, object: name, from: other.id, to: kept.id, actor };
  if ((await moveReferences(trx, schema, move, most)) > most) {
    throw new AppError("too-large", words.many(most));
  }
  const { [ownerField]: owner, ...fields } = values;
  const changes = {
    ...changedFields(kept, fields),
    ...(owner !== undefined && { [ownerField]: { from: kept.ownerId, to: owner } }),
  };
  const record = await writeSurvivor(trx, { object, before: kept, changes, actor, locale });
  const details = { object: name, other: other.id };
  await recordAudit(trx, { actor, action: "records.merged", subject: kept.id, details });
  return { record, merge };
}

/** Both records, locked, if they can be merged. Throws `AppError`. */
async function lockPair(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  { id, other: otherId, versions, locale = "en" }: MergeRecordsInput,
) {
  if (id.toLowerCase() === otherId.toLowerCase()) throw new AppError("bad-input", words.itself);
  const records = await lockRecords(trx, object, [id, otherId], locale);
  const kept = records.find((record) => record.id === id.toLowerCase());
  const other = records.find((record) => record.id === otherId.toLowerCase());
  if (kept === undefined || other === undefined) throw unknownRecord(locale);
  if (kept.deletedAt !== null || other.deletedAt !== null) {
    throw new AppError("conflict", words.deleted);
  }
  const isStale =
    versions !== undefined && (versions.kept !== kept.version || versions.other !== other.version);
  if (isStale) throw new AppError("conflict", words.stale);
  return { kept, other };
}

/** Long texts that are joined may be longer than a field holds. */
function requireRight(object: ObjectDefinition, values: Values, locale: Locale): void {
  const { [ownerField]: _owner, ...fields } = values;
  const reading = readValues(object, fields, { isNew: false, locale });
  if (!reading.ok) throw invalid(reading.issues, locale);
}
