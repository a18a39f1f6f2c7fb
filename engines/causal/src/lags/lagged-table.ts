import { type ContinuousColumn, createTable, type DataTable } from "../data/table.ts";

/**
 * Columns of regular series beside their own past: column `lag · series + s` holds series s as it was `lag` rows before. The first
 * `lags` rows serve as history only. Throws RangeError where a column is not numeric or the rows are too few.
 */
export function laggedTable(series: DataTable, lags: number): DataTable {
  const rows = series.rows - lags;
  if (rows < 10) throw new RangeError(`${series.rows} rows are too few for a past of ${lags} rows`);
  const numeric = series.columns.map((column) => {
    if (column.kind !== "continuous") throw new RangeError(`Column ${column.name} is not numeric`);
    return column;
  });
  const columns = Array.from({ length: lags + 1 }, (_, lag) =>
    numeric.map(
      ({ name, values }): ContinuousColumn => ({
        kind: "continuous",
        name: lag === 0 ? name : `${name} (t − ${lag})`,
        values: values.subarray(lags - lag, lags - lag + rows),
      }),
    ),
  );
  return createTable(columns.flat());
}
