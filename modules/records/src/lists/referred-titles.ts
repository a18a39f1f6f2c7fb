import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { objectNamed, type Schema } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { recordTable } from "../store/record-table.ts";

/**
 * `, (select …) as "title 0"` for each field that refers to records, over the record table `t`: the titles of what a page
 * refers to come with the page, and are looked up only for its own rows.
 */
export function referredTitleColumns(
  schema: Schema,
  object: ObjectDefinition,
): RawBuilder<unknown> {
  const columns = referringFields(object).map(({ name, target }, place) => {
    const title = sql.ref(`ref.${objectNamed(schema, target).titleField}`);
    return sql`, (select left(${title}, ${sql.raw(String(longestTitle))})
      from ${recordTable(target)} ref where ref.id = ${sql.ref(`t.${name}`)}) as ${sql.id(columnAt(place))}`;
  });
  return columns.length === 0 ? sql`` : sql.join(columns, sql``);
}

/** The titles that came with a row, by field. */
export function referredTitles(
  object: ObjectDefinition,
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | null>> {
  const titles: Record<string, string | null> = {};
  for (const [place, { name }] of referringFields(object).entries()) {
    const title = row[columnAt(place)];
    titles[name] = typeof title === "string" ? title : null;
  }
  return titles;
}

/** Titles of references are shown on one line. */
export const longestTitle = 200;

/** No field has a space in its name; the name of a field might be cut behind it. */
function columnAt(place: number): string {
  return `title ${place}`;
}

type ReferringField = Field & { readonly target: string };

function referringFields({ fields }: ObjectDefinition): readonly ReferringField[] {
  return fields.filter(
    (field): field is ReferringField => field.type === "reference" && field.target !== null,
  );
}
