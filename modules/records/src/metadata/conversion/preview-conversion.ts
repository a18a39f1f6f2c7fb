import type { ConversionPreview, Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldTypes } from "@causeway/platform-schema";
import { sql } from "kysely";
import { recordTable } from "../../store/record-table.ts";
import { readSchema } from "../read-schema.ts";
import { convertValue, valueAsText } from "./convert-value.ts";
import { type FieldTarget, targetField } from "./start-conversion.ts";

const mostChecked = 20_000;
const mostSamples = 10;

/** What a conversion would make of the latest values, at most 20,000. Changes nothing. */
export async function previewConversion(
  trx: WorkspaceTransaction,
  place: { readonly object: string; readonly field: string },
  target: FieldTarget,
  locale: Locale,
): Promise<ConversionPreview> {
  const { before, after } = targetField(await readSchema(trx), place, target, locale);
  const column = sql.id(place.field);
  const { rows } = await sql<{ readonly value: unknown }>`select ${column} as value from (
      select ${column} from ${recordTable(place.object)} where deleted_at is null
      order by created_at desc limit ${mostChecked}) t where ${column} is not null`.execute(trx);
  const lost = new Set<string>();
  let kept = 0;
  for (const row of rows) {
    const value = fieldTypes[before.type].present(row.value);
    if (value === null || convertValue(before, after, value, locale) !== undefined) kept++;
    else if (lost.size < mostSamples) lost.add(valueAsText(before, value, locale).slice(0, 100));
  }
  return { checked: rows.length, kept, lost: rows.length - kept, samples: [...lost] };
}
