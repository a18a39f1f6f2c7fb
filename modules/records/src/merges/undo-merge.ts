import { AppError } from "@causeway/kernel";
import { recordAudit } from "@causeway/platform-audit";
import type { Locale, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "../store/actor.ts";
import { restoreRecord } from "../store/delete-record.ts";
import { getRecords, isRecordId, lockRecords } from "../store/get-record.ts";
import { type StoredRecord, sameValue } from "../store/record-table.ts";
import type { FieldChanges } from "../store/write-entries.ts";
import { followMerges } from "./follow-merges.ts";
import type { MergedRecord } from "./merge-records.ts";
import { mergeTables } from "./merge-tables.ts";
import { ownerField } from "./merge-values.ts";
import { moveBack } from "./move-references.ts";
import { writeSurvivor } from "./write-survivor.ts";

export interface UndoMergeInput {
  readonly object: string;
  /** The record that stayed. */
  readonly id: string;
  readonly merge: string;
  readonly actor: Actor;
  readonly locale?: Locale;
}

const words = {
  unknown: { zh: "没有这次合并", en: "There is no such merge" },
  undone: { zh: "这次合并已经撤销", en: "This merge has been taken back already" },
  gone: {
    zh: "其中一条记录已被彻底删除，不能再拆开",
    en: "One of the records is gone for good; they cannot be taken apart any more",
  },
  deleted: {
    zh: "保留的记录已被删除，请先恢复它",
    en: "The record that stayed has been deleted; restore it first",
  },
  merged: {
    zh: "保留的记录后来又被合并到另一条，请先撤销那次合并",
    en: "The record that stayed has been merged into another since; take that merge back first",
  },
  changed: {
    zh: (fields: string) => `合并之后有人改过：${fields}。请先改回来，再撤销合并`,
    en: (fields: string) =>
      `Somebody has changed since what the merge wrote: ${fields}. Change that back first.`,
  },
  owner: { zh: "负责人", en: "owner" },
};

/**
 * Takes two records apart that were merged: the one that stayed has its values of before, the other is there again, and what
 * was moved names it again, but for what somebody has moved on since. Throws `AppError`: `not-found`, and `conflict` where
 * one of them is gone or deleted, was merged on, or was changed in what the merge wrote.
 */
export async function undoMerge(
  trx: WorkspaceTransaction,
  { object: name, id, merge, actor, locale = "en" }: UndoMergeInput,
): Promise<MergedRecord> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, name);
  const stored = await lockMerge(trx, { name, id, merge });
  const kept = await lockKept(trx, object, stored, locale);
  // First, so that what the merge replaced does not lead to the one that stayed; other merges are followed.
  await mergeTables(trx)
    .updateTable("record_merges")
    .set({ undone_at: sql<Date>`now()`, undone_survivor_version: kept.version + 1 })
    .where("id", "=", merge)
    .execute();
  const changes = await changesToTakeBack(trx, object, kept, stored.survivor_version);
  const move = { merge, object: name, from: kept.id, to: stored.loser_id, actor };
  // Written before the other is restored: unique values that it lent are free for it again then.
  const record = await writeSurvivor(trx, { object, before: kept, changes, actor, locale });
  const back = await restoreRecord(trx, { object: name, id: stored.loser_id, actor, locale });
  await mergeTables(trx)
    .updateTable("record_merges")
    .set({ undone_loser_version: back.version })
    .where("id", "=", merge)
    .execute();
  await moveBack(trx, schema, move);
  const details = { object: name, other: stored.loser_id };
  await recordAudit(trx, { actor, action: "records.merge-undone", subject: kept.id, details });
  return { record, merge };
}

async function lockMerge(
  trx: WorkspaceTransaction,
  { name, id, merge }: { readonly name: string; readonly id: string; readonly merge: string },
) {
  const stored = !isRecordId(merge)
    ? undefined
    : await mergeTables(trx)
        .selectFrom("record_merges")
        .selectAll()
        .where("id", "=", merge)
        .where("object", "=", name)
        .where("survivor_id", "=", id)
        .forUpdate()
        .executeTakeFirst();
  if (stored === undefined) throw new AppError("not-found", words.unknown);
  if (stored.undone_at !== null) throw new AppError("conflict", words.undone);
  return stored;
}

async function lockKept(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  { survivor_id: keptId, loser_id: otherId }: { survivor_id: string; loser_id: string },
  locale: Locale,
): Promise<StoredRecord> {
  const ids = [keptId, otherId];
  if ((await getRecords(trx, { object: object.name, ids })).length < ids.length) {
    throw new AppError("conflict", words.gone);
  }
  const kept = (await lockRecords(trx, object, ids, locale)).find(({ id }) => id === keptId);
  if (kept === undefined) throw new AppError("conflict", words.gone);
  if (kept.deletedAt === null) return kept;
  const further = await mergeTables(trx)
    .selectFrom("record_merges")
    .select("id")
    .where("loser_id", "=", keptId)
    .where("undone_at", "is", null)
    .executeTakeFirst();
  throw new AppError("conflict", further === undefined ? words.deleted : words.merged);
}

/** What the merge wrote, the other way round. Throws `AppError("conflict")` where somebody has changed it since. */
async function changesToTakeBack(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  kept: StoredRecord,
  version: number,
): Promise<FieldChanges> {
  const { rows } = await sql<{ changes: FieldChanges }>`select changes from record_changes
    where record_id = ${kept.id} and object = ${object.name} and version = ${version}
    order by id limit 1`.execute(trx);
  const written = Object.entries(rows[0]?.changes ?? {}).filter(
    ([name]) => name === ownerField || fieldNamed(object, name) !== undefined,
  );
  const [before = {}, after = {}] = await followMerges(
    trx,
    object,
    (["from", "to"] as const).map((side) => ({
      values: Object.fromEntries(written.map(([name, change]) => [name, change[side]])),
    })),
  );
  const now = (name: string) => (name === ownerField ? kept.ownerId : kept.values[name]) ?? null;
  const changed = written.filter(([name]) => !sameValue(now(name), after[name] ?? null));
  if (changed.length > 0) {
    const labels = changed.map(([name]) => fieldNamed(object, name)?.label ?? words.owner);
    throw new AppError("conflict", {
      zh: words.changed.zh(labels.map(({ zh }) => zh).join("、")),
      en: words.changed.en(labels.map(({ en }) => en).join(", ")),
    });
  }
  return Object.fromEntries(
    written
      .map(([name]) => [name, { from: after[name] ?? null, to: before[name] ?? null }] as const)
      .filter(([, { from, to }]) => !sameValue(from, to)),
  );
}
