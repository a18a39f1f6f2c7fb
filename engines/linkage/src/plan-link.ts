import type { Sources } from "./blocking/between-sources.ts";
import type { Blocks, Extent } from "./blocking/blocks.ts";
import { chooseBlocking } from "./blocking/choose-blocking.ts";
import { type AlignedTables, alignColumns } from "./columns/align-columns.ts";
import { buildFields, type KindedColumn } from "./columns/build-fields.ts";
import { codeColumn } from "./columns/coded-column.ts";
import { columnKind } from "./columns/column-kind.ts";
import { withoutDefaults } from "./columns/default-values.ts";
import { joinDisplaced } from "./columns/displaced-values.ts";
import type { Field } from "./columns/field.ts";
import type { LinkTable } from "./columns/link-table.ts";
import { sourceColumn } from "./columns/source-column.ts";
import { isRowNumber, repeatedColumns } from "./columns/usable-columns.ts";
import type { ColumnKind } from "./comparators/registry.ts";
import { normalForm } from "./text/normal-form.ts";

/** What a person may say instead of leaving it to the data. */
export interface LinkRules {
  /** What a column holds; null leaves it out. With this only the columns named count. */
  readonly columns?: Readonly<Record<string, ColumnKind | null>> | undefined;
  /** Sets of columns: rows that agree in one whole set are compared. */
  readonly blocking?: readonly (readonly string[])[] | undefined;
  /**
   * Columns of names: that two rows have an equal one says as much as its words are rare, however few rows there are and
   * however few of them stand twice.
   */
  readonly naming?: ReadonlySet<string> | undefined;
}

export interface LinkPlan {
  readonly extent: Extent;
  readonly columns: readonly KindedColumn[];
  readonly fields: readonly Field[];
  readonly blocks: readonly Blocks[];
  /** Columns of two tables that were taken for one though they are named differently. */
  readonly renamed: AlignedTables["renamed"];
  /** Of one table that says so, the source of each row. */
  readonly sources: Sources;
}

/** What the columns of one table, or those that two have in common, offer as evidence, and how rows are put together. */
export function planLink(
  first: LinkTable,
  second?: LinkTable,
  rules: LinkRules = {},
  { seeksSource = true }: { readonly seeksSource?: boolean } = {},
): LinkPlan {
  const aligned = second && alignColumns(first, second);
  const left = aligned?.left ?? first;
  const right = aligned?.right;
  const rows = left.rows + (right?.rows ?? 0);
  const extent = { leftRows: left.rows, rows, isTwo: right !== undefined };
  const bounds = right ? [0, left.rows, rows] : [0, left.rows];
  const coded = left.names.flatMap((name, place) => {
    const other = right ? right.columns[right.names.indexOf(name)] : [];
    if (other === undefined || (rules.columns && !rules.columns[name])) return [];
    const cells = (left.columns[place] ?? []).concat(other);
    const column = withoutDefaults(codeColumn(name, cells, normalForm));
    return isRowNumber(column, bounds) ? [] : [column];
  });
  const isSought = seeksSource && !right && !rules.columns;
  const source = isSought ? sourceColumn(coded) : undefined;
  const repeated = rules.columns ? new Set<string>() : repeatedColumns(coded);
  const kinded = coded.flatMap((column): readonly KindedColumn[] => {
    const kind = rules.columns?.[column.name] ?? columnKind(column);
    return kind === undefined || column === source || repeated.has(column.name)
      ? []
      : [{ column, kind }];
  });
  const columns = rules.columns ? kinded : joinDisplaced(kinded);
  const blocks = chooseBlocking(columns, extent, rules.blocking);
  const renamed = aligned?.renamed ?? [];
  return {
    extent,
    columns,
    fields: buildFields(columns, rules.naming),
    blocks,
    renamed,
    sources: source?.ids,
  };
}
