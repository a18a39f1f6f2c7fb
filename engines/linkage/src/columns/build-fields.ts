import { missing } from "../comparators/comparator.ts";
import { type ColumnKind, comparatorOf } from "../comparators/registry.ts";
import { chanceFrequencies } from "./chance-frequency.ts";
import type { CodedColumn } from "./coded-column.ts";
import { addCrossing, crossedNames } from "./crossed-names.ts";
import type { Field } from "./field.ts";
import { numbersField } from "./numbers-field.ts";

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

/**
 * The evidence that columns give: one field each, the numbers within texts beside them, names that may be crossed. Of the
 * columns in `naming` equal values count by how rare their words are, however few rows there are.
 */
export function buildFields(
  columns: readonly KindedColumn[],
  naming: ReadonlySet<string> = new Set(),
): readonly Field[] {
  const numbers = columns.flatMap((column) => numbersField(column, columns) ?? []);
  const isAlone = columns.length + numbers.length === 1;
  const fields = columns.map((column) =>
    columnField(column, isAlone, naming.has(column.column.name)),
  );
  const crossing = crossedNames(columns);
  return [...(crossing ? addCrossing(fields, crossing) : fields), ...numbers];
}

function columnField({ column, kind }: KindedColumn, isAlone: boolean, isNaming: boolean): Field {
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
    frequency: rarityCounts.has(kind)
      ? frequencyOf({ column, kind }, isAlone || isNaming)
      : undefined,
    isNaming,
  };
}

function frequencyOf(kinded: KindedColumn, isByChance: boolean): Float64Array {
  const own = frequencies(kinded.column);
  return isByChance ? chanceFrequencies(kinded, own) : own;
}

/** Of the other rows that have a value, the share that has this one; of a value that none shares, half a row's. */
function frequencies({ counts, filled }: CodedColumn): Float64Array {
  const shares = new Float64Array(counts.length);
  for (let id = 0; id < counts.length; id++) {
    shares[id] = Math.max(0.5, (counts[id] ?? 1) - 1) / Math.max(1, filled - 1);
  }
  return shares;
}
