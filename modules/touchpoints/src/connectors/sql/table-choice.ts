import type { SettingValues } from "@causeway/platform-contract";

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

/** What the form says of the table. */
export function choiceOf(settings: SettingValues): TableChoice {
  const { table = "", columns = "", cursorColumn = "", keyColumn = "" } = settings;
  return {
    ...{ table, cursorColumn, keyColumn },
    columns: columns
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  };
}

const longestName = 64;

/** Whether a text can be the name of a table or column; whatever is in it, it is quoted. */
export function isColumnName(text: string): boolean {
  return text !== "" && text.length <= longestName && !/[\0\r\n]/.test(text);
}

/** Whether a text is `table` or `schema.table`. */
export function isTableName(text: string): boolean {
  const parts = text.split(".");
  return parts.length <= 2 && parts.every(isColumnName);
}
