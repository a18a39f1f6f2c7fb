import type { TableChoice } from "./table-choice.ts";
import type { TablePlace } from "./table-database.ts";

export interface TableQuery {
  readonly text: string;
  readonly values: readonly string[];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The next rows of a table behind a place, in the order of cursor and key: columns `cursor`, `key` and `record` (the text
 * of a JSON object). Every name is quoted and every value a parameter. Rows without a cursor are not read.
 */
export function postgresqlQuery(
  choice: TableChoice,
  place: TablePlace | null,
  limit: number,
): TableQuery {
  const table = choice.table.split(".").map(quoted).join(".");
  const cursor = `t.${quoted(choice.cursorColumn)}`;
  const key = `t.${quoted(choice.keyColumn)}`;
  const record =
    choice.columns.length === 0
      ? "to_jsonb(t)"
      : `to_jsonb((select r from (select ${choice.columns.map((name) => `t.${quoted(name)}`).join(", ")}) r))`;
  const behind = place === null ? `${cursor} is not null` : `(${cursor}, ${key}) > ($1, $2)`;
  return {
    text: `select ${cursor}::text as cursor, ${key}::text as key, ${record}::text as record from ${table} t
      where ${behind} order by ${cursor}, ${key} limit ${Math.floor(limit)}`,
    values: place === null ? [] : [place.cursor, place.key],
  };
}
