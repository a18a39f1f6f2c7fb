/** What a person chose of a table; names only, never SQL. */
export interface TableChoice {
  /** `table` or `schema.table`. */
  readonly table: string;
  /** Empty for all. */
  readonly columns: readonly string[];
  /** Rises with every new or changed row. */
  readonly cursorColumn: string;
  /** Tells rows apart. */
  readonly keyColumn: string;
}

/** How far a table has been read, as texts of the database. */
export interface TablePlace {
  readonly cursor: string;
  readonly key: string;
}

export interface TableQuery {
  readonly text: string;
  readonly values: readonly string[];
}

const longestName = 63;

/** Whether a text can be the name of a table or column; whatever is in it, it is quoted. */
export function isColumnName(text: string): boolean {
  return text !== "" && text.length <= longestName && !/[\0\r\n]/.test(text);
}

/** Whether a text is `table` or `schema.table`. */
export function isTableName(text: string): boolean {
  const parts = text.split(".");
  return parts.length <= 2 && parts.every(isColumnName);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The next rows of a table behind a place, in the order of cursor and key: columns `cursor`, `key` and `record` (a JSON
 * object). Every name is quoted and every value a parameter. Rows without a cursor are not read.
 */
export function tableQuery(
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
    text: `select ${cursor}::text as cursor, ${key}::text as key, ${record} as record from ${table} t
      where ${behind} order by ${cursor}, ${key} limit ${Math.floor(limit)}`,
    values: place === null ? [] : [place.cursor, place.key],
  };
}
