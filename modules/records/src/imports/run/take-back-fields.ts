import type { Label } from "@causeway/platform-contract";
import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { isTableBusy } from "../../metadata/alter-table.ts";
import { changeSchema } from "../../metadata/change-schema.ts";
import { dropField } from "../../metadata/drop-field.ts";
import { recordTable } from "../../store/record-table.ts";
import { importTables, type MadeField } from "../import-tables.ts";
import { importActor, type StoredImport } from "../load-import.ts";
import { fieldsToTakeBack, type OwedField } from "./fields-to-take-back.ts";
import { reasonsToKeep } from "./reasons-to-keep.ts";

const queryCanceled = "57014";
/** Nobody can write to the table while it is looked through a last time. */
const longestLookMs = 2_000;

const words = {
  zh: "表正忙，现在不能删除；可在“对象”页删除",
  en: "the table was in use all the time; the field can be removed on the Objects page",
} as const satisfies Label;

/**
 * Removes the fields that an import has added, after its rows were taken back. A field stays where records still hold
 * values of it or anything that people have set up names it, and says why.
 */
export async function takeBackFields(
  workspace: WorkspaceDatabase,
  stored: StoredImport,
): Promise<void> {
  const { object } = stored;
  if (object === null) return;
  const owed = await workspace.transaction((trx) => fieldsToTakeBack(trx, stored));
  const outcomes = owed.length === 0 ? new Map() : await takeBack(workspace, stored, object, owed);
  await workspace.transaction((trx) => rememberOutcomes(trx, stored, owed, outcomes));
}

type Outcomes = ReadonlyMap<string, readonly Label[]>;

async function takeBack(
  workspace: WorkspaceDatabase,
  stored: StoredImport,
  object: string,
  owed: readonly OwedField[],
): Promise<Outcomes> {
  // A first look that keeps nobody waiting; nearly always it is the answer.
  const known = await workspace.transaction((trx) => reasonsToKeep(trx, stored, object, owed), {
    readOnly: true,
  });
  const free = owed.filter(({ name }) => (known.get(name) ?? []).length === 0);
  if (free.length === 0) return known;
  return new Map([...known, ...(await dropUnused(workspace, stored, object, free))]);
}

/** Looks once more with writers shut out, and removes what is still used by nobody. */
async function dropUnused(
  workspace: WorkspaceDatabase,
  stored: StoredImport,
  object: string,
  fields: readonly OwedField[],
): Promise<Outcomes> {
  const dropped: string[] = [];
  const change = {
    actor: importActor(stored),
    action: "schema.fields-removed",
    subject: object,
    details: { fields: dropped },
    table: object,
    locale: stored.locale,
  };
  try {
    return await changeSchema(workspace, change, async (trx) => {
      // Tried again where the table was busy.
      dropped.length = 0;
      await sql`lock table ${recordTable(object)} in share row exclusive mode`.execute(trx);
      await sql.raw(`set local statement_timeout to ${longestLookMs}`).execute(trx);
      const reasons = await reasonsToKeep(trx, stored, object, fields);
      for (const { name } of fields) {
        if ((reasons.get(name) ?? []).length > 0) continue;
        await dropField(trx, object, name);
        dropped.push(name);
      }
      // A stop right after this must not leave an import saying that a field stayed.
      await rememberOutcomes(trx, stored, fields, reasons);
      return reasons;
    });
  } catch (error) {
    if (!isTableBusy(error) && sqlState(error) !== queryCanceled) throw error;
    return new Map(fields.map(({ name }) => [name, [words]]));
  }
}

/** What became of each field stands on the import that added it. */
async function rememberOutcomes(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  owed: readonly OwedField[],
  outcomes: Outcomes,
): Promise<void> {
  const ids = new Set([stored.id, ...owed.map(({ importId }) => importId)]);
  for (const id of [...ids].sort()) {
    const { made_fields: made } = await importTables(trx)
      .selectFrom("imports")
      .select("made_fields")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const after = made.map((field): MadeField => {
      const isOwed = owed.some(({ position }) => position === field.position);
      if (!isOwed && id !== stored.id) return field;
      // Those of its own that it does not owe were removed by a person.
      const reasons = isOwed ? [...(outcomes.get(field.name) ?? [])] : [];
      return { ...field, state: reasons.length === 0 ? "removed" : "kept", reasons };
    });
    await importTables(trx)
      .updateTable("imports")
      .set({ made_fields: JSON.stringify(after) })
      .where("id", "=", id)
      .execute();
  }
}
