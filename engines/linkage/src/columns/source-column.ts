import type { CodedColumn } from "./coded-column.ts";
import { isCategory } from "./column-kind.ts";

const form =
  /^(?:data|typ|record)?[ _.-]?(?:source|src)[ _.-]?(?:id|name|no|nr)?$|^(?:数据)?来源(?:系统|编号)?$|^数据源$/i;

/**
 * The column that says which of several sources a row of one table is of, if there is one. Rows of one source are written
 * alike, so that its other songs of an album look more like a song than the same song elsewhere does.
 */
export function sourceColumn(columns: readonly CodedColumn[]): CodedColumn | undefined {
  return columns.find(
    (column) =>
      form.test(column.name) &&
      column.values.length > 1 &&
      column.filled > 0.95 * column.ids.length &&
      isCategory(column),
  );
}
