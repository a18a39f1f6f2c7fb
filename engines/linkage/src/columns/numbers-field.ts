import { missing } from "../comparators/comparator.ts";
import { numbersComparator, numbersIn } from "../comparators/numbers-in-text.ts";
import type { KindedColumn } from "./build-fields.ts";
import { type CodedColumn, codeColumn } from "./coded-column.ts";
import type { Field } from "./field.ts";

const leastShare = 0.2;

/**
 * The numbers within a text, as a respect of its own where enough values have some. Where one of two rows has no code in
 * the columns of codes, what the other has there counts among its numbers: a model number stands here in a column of its
 * own and there in the title.
 */
export function numbersField(
  { column, kind }: KindedColumn,
  all: readonly KindedColumn[],
): Field | undefined {
  if (kind !== "text") return undefined;
  const lists = column.values.map(numbersIn);
  if (lists.filter(({ length }) => length > 0).length < leastShare * lists.length) return undefined;
  const name = `${column.name}#`;
  const codes = all.flatMap((one) => (one.kind === "code" ? [one.column] : []));
  const codesAt = (row: number): readonly string[] =>
    codes.flatMap(({ ids, values }) => numbersIn(values[ids[row] ?? -1] ?? ""));
  const numbersAt = (row: number): readonly string[] => lists[column.ids[row] ?? -1] ?? [];
  const rows = [...column.ids.keys()];
  const inText = coded(name, rows.map(numbersAt));
  const inAll = coded(
    name,
    rows.map((row) => [...numbersAt(row), ...codesAt(row)]),
  );
  const hasCode = Uint8Array.from(rows, (row) => Number(codesAt(row).length > 0));
  return {
    name,
    kind: "numbers",
    columns: [column, ...codes].map((one) => one.name),
    levels: inText.levels,
    // With codes the numbers of a row depend on what it is compared with, so that no two are equal beforehand.
    ids: codes.length > 0 ? inAll.ids.map((id, row) => (id < 0 ? -1 : row)) : inText.ids,
    compare: (left, right) =>
      (hasCode[left] === 1 && hasCode[right] === 1 ? inText : inAll).compare(left, right),
    frequency: codes.length === 0 ? inText.frequency : undefined,
  };
}

function coded(name: string, lists: readonly (readonly string[])[]) {
  const cells = lists.map((list) => [...new Set(list)].sort().join(" "));
  const numbers = codeColumn(name, cells, (list) => list);
  const { levels, compare } = numbersComparator(numbers);
  const { ids } = numbers;
  return {
    ids,
    levels,
    frequency: halfRarity(numbers),
    compare: (left: number, right: number): number => {
      const [a, b] = [ids[left] ?? -1, ids[right] ?? -1];
      if (a < 0 || b < 0) return missing;
      return a === b ? levels.length - 1 : compare(a, b);
    },
  };
}

/**
 * How rare each list is, by half on the scale of bits: what is rare in it counts among the words of the text too.
 */
function halfRarity({ counts, filled }: CodedColumn): Float64Array {
  const others = Math.max(1, filled - 1);
  const own = Float64Array.from(counts, (count) => Math.max(0.5, count - 1) / others);
  const chance = own.reduce((sum, share, at) => sum + (share * (counts[at] ?? 0)) / others, 0);
  return own.map((share) => Math.sqrt(share * chance));
}
