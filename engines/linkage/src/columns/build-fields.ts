import { missing } from "../comparators/comparator.ts";
import { numbersComparator } from "../comparators/numbers-in-text.ts";
import { type ColumnKind, comparatorOf } from "../comparators/registry.ts";
import type { CodedColumn } from "./coded-column.ts";
import { addCrossing, crossedNames } from "./crossed-names.ts";
import type { Field } from "./field.ts";

/** A column and what it holds. */
export interface KindedColumn {
  readonly column: CodedColumn;
  readonly kind: ColumnKind;
}

/** Values of these kinds that many rows share say less than rare ones. */
const rarityCounts: ReadonlySet<ColumnKind> = new Set([
  "name",
  "full-name",
  "company",
  "address",
  "code",
  "category",
  "phone",
  "email",
  "date",
  "people",
  "text",
]);

/** The evidence that columns give: one field each, the numbers within texts beside them, names that may be crossed. */
export function buildFields(columns: readonly KindedColumn[]): readonly Field[] {
  const fields = columns.map(columnField);
  const numbers = columns.flatMap((column) => numbersField(column) ?? []);
  const crossing = crossedNames(columns);
  return [...(crossing ? addCrossing(fields, crossing) : fields), ...numbers];
}

function columnField({ column, kind }: KindedColumn): Field {
  const { levels, compare } = comparatorOf(kind).prepare(column);
  const { ids } = column;
  const top = levels.length - 1;
  return {
    name: column.name,
    kind,
    columns: [column.name],
    levels,
    ids,
    compare: (left, right) => {
      const a = ids[left] ?? -1;
      const b = ids[right] ?? -1;
      if (a < 0 || b < 0) return missing;
      return a === b ? top : compare(a, b);
    },
    frequency: rarityCounts.has(kind) ? frequencies(column) : undefined,
  };
}

/** Of the other rows that have a value, the share that has this one; of a value that none shares, half a row's. */
function frequencies({ counts, filled }: CodedColumn): Float64Array {
  const shares = new Float64Array(counts.length);
  for (let id = 0; id < counts.length; id++) {
    shares[id] = Math.max(0.5, (counts[id] ?? 1) - 1) / Math.max(1, filled - 1);
  }
  return shares;
}

/** The numbers within a text, as a respect of its own where enough rows have some. */
function numbersField({ column, kind }: KindedColumn): Field | undefined {
  if (kind !== "text") return undefined;
  const withDigits = column.values.filter((value) => /\d/.test(value)).length;
  if (withDigits < 0.2 * column.values.length) return undefined;
  const { levels, compare } = numbersComparator(column.values);
  const { ids } = column;
  const hasNumber = column.values.map((value) => /\d/.test(value));
  return {
    name: `${column.name}#`,
    kind: "numbers",
    columns: [column.name],
    levels,
    ids: ids.map((id) => (id >= 0 && hasNumber[id] ? id : -1)),
    compare: (left, right) => {
      const a = ids[left] ?? -1;
      const b = ids[right] ?? -1;
      if (a < 0 || b < 0) return missing;
      return a === b ? (hasNumber[a] ? levels.length - 1 : missing) : compare(a, b);
    },
    frequency: undefined,
  };
}
