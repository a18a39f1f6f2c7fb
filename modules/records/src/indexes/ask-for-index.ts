import type { Comparison } from "@causeway/engine-conditions";
import { AppError } from "@causeway/kernel";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { Field, Locale, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed, type Schema, systemFields } from "@causeway/platform-schema";
import { sql } from "kysely";
import { newestFirst } from "../lists/sort-term.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { indexName, isBuiltIn, type ListIndex } from "./list-index.ts";
import { wantedIndexes } from "./wanted-indexes.ts";
import { wishIndexes } from "./wish-indexes.ts";

/** What lists do with a field. */
export type FieldUse = "sort" | "filter";

const words = {
  field: { zh: "没有这个字段", en: "There is no such field." },
  none: {
    zh: "这个字段不需要或不能建索引",
    en: "This field needs no index, or can have none.",
  },
};

/**
 * The indexes by which lists are sorted by a field, or filtered by one of its values, newest first; none where every
 * table has them, or where none can serve.
 */
export function indexesForField(
  schema: Schema,
  object: ObjectDefinition,
  field: Field,
  use: FieldUse,
): readonly ListIndex[] {
  const alone = { object: object.name, kind: "ordered", fields: [field.name] } as const;
  // Where every table finds a value, its few records are put in order within a blink.
  if (use === "filter" && isBuiltIn(object, { ...alone, sortedBy: null, carried: [] })) return [];
  const shape =
    use === "sort"
      ? { filter: undefined, sort: { field: field.name, direction: "asc" } as const }
      : { filter: anyValueOf(field), sort: newestFirst };
  return wantedIndexes(schema, object, shape).filter(
    (index) => indexName(object, index) !== undefined,
  );
}

/** A filter by one value; which one makes no difference. */
function anyValueOf({ name, type }: Field): Comparison {
  const operator = type === "multiSelect" ? "containsAny" : "equals";
  const operands = [{ kind: "constant", value: "" }] as const;
  return { kind: "comparison", field: name, operator, operands };
}

/** Wishes for these indexes on the word of a person, however small the table. Throws AppError. */
export async function wishByHand(
  trx: WorkspaceTransaction,
  { object: name, field: fieldName, use }: { object: string; field: string; use: FieldUse },
  { actor, locale }: { readonly actor: AuditActor; readonly locale: Locale },
): Promise<void> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, name);
  const field =
    fieldNamed(object, fieldName) ?? systemFields.find((each) => each.name === fieldName);
  if (field === undefined) throw new AppError("not-found", words.field[locale]);
  const indexes = indexesForField(schema, object, field, use);
  if (indexes.length === 0) throw new AppError("conflict", words.none[locale]);
  await wishIndexes(trx, schema, indexes, "hand", 0);
  const names = indexes.flatMap((index) => indexName(object, index) ?? []);
  // What was wished for otherwise, or has failed, is now asked for by hand.
  await sql`update list_indexes set reason = 'hand', error = null,
      state = case when state in ('ready', 'building') then state else 'wanted' end
    where name = any(${names})`.execute(trx);
  const details = { field: fieldName, use };
  await recordAudit(trx, { actor, action: "index.asked", subject: name, details });
}
