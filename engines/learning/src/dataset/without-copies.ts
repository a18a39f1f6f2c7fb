import type { Random } from "@causeway/kernel";
import { shuffled } from "../folds/folds.ts";
import type { Column, Dataset } from "./dataset.ts";

/** Fewer copies than this share of the rows change nothing worth speaking of. */
const leastShare = 0.03;
const leastCopies = 5;
/** More rows like this one than so many, expected were columns independent, and chance may have made them. */
const mostExpected = 1e-3;
/** Where shuffled columns make a fifth as many, rows are alike because there is little to tell them apart. */
const mostByChance = 0.2;
const mostConflicts = 0.01;

/**
 * The rows without exact copies of earlier rows, or all of them where rows that are alike may well be different cases: where
 * their values are common ones, or where rows alike in all columns differ in the outcome.
 * A copy on either side of a split makes a model look as if it knew rows that it never saw.
 */
export function withoutCopies(
  dataset: Dataset,
  target: Float64Array,
  random: Random,
): { readonly rows: Uint32Array; readonly copies: number } {
  const all = Uint32Array.from(target.keys());
  const outcome: Column = { kind: "numeric", name: "", values: target };
  const columns = [...dataset.columns, outcome];
  const kept = firstOfTheirKind(columns, dataset.rows);
  const copies = all.length - kept.length;
  const least = Math.max(leastCopies, leastShare * dataset.rows);
  const isCopied =
    copies >= least &&
    dataset.rows - new Set(rowKeys(columns, dataset.rows, random)).size <= mostByChance * copies &&
    conflicts(dataset, target) <= mostConflicts * copies;
  return isCopied ? { rows: kept, copies } : { rows: all, copies: 0 };
}

/** All rows but those like an earlier one in values so rare that chance does not bring them together. */
function firstOfTheirKind(columns: readonly Column[], rows: number): Uint32Array {
  const keys = rowKeys(columns, rows);
  const seen = new Set<number>();
  const again = Array.from(keys.keys()).filter((row) => {
    const key = keys[row] as number;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  const expected = new Float64Array(rows).fill(Math.log(rows));
  if (again.length > 0) {
    const repeated = new Set(again);
    const first = Array.from(keys.keys()).filter((row) => !repeated.has(row));
    for (const column of columns) addRarity(expected, column, again, first);
  }
  const copies = new Set(again.filter((row) => (expected[row] as number) < Math.log(mostExpected)));
  return Uint32Array.from(keys.keys()).filter((row) => !copies.has(row));
}

/** Where hardly a value comes twice, two rows hardly ever agree by chance, however few rows there are. */
const leastOthers = 1e-3;

/** Adds the logarithm of how often the other rows (without repetitions) have the same value. */
function addRarity(
  expected: Float64Array,
  column: Column,
  again: readonly number[],
  first: readonly number[],
): void {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const counts = new Map<number, number>();
  for (const row of first) {
    const value = values[row] as number;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const alone = [...counts.values()].filter((count) => count === 1).length;
  const shared = Math.max(leastOthers, 1 - alone / first.length);
  for (const row of again) {
    const others = Math.max(shared, (counts.get(values[row] as number) ?? 1) - 1);
    expected[row] = (expected[row] as number) + Math.log(others / first.length);
  }
}

/** How many rows are like an earlier one in all columns and unlike it in the outcome. */
function conflicts(dataset: Dataset, target: Float64Array): number {
  const outcomeOf = new Map<number, number>();
  let found = 0;
  rowKeys(dataset.columns, dataset.rows).forEach((key, row) => {
    const before = outcomeOf.get(key);
    if (before === undefined) outcomeOf.set(key, target[row] as number);
    else if (before !== target[row]) found++;
  });
  return found;
}

/** A 53-bit hash of every row, with `random` of rows whose cells are drawn from each column in an order of its own. */
function rowKeys(columns: readonly Column[], rows: number, random?: Random): Float64Array {
  const high = new Uint32Array(rows);
  const low = new Uint32Array(rows);
  const cell = new Float64Array(1);
  const bits = new Uint32Array(cell.buffer);
  columns.forEach((column) => {
    const order = random && shuffled(rows, random);
    const values = column.kind === "numeric" ? column.values : column.codes;
    for (let row = 0; row < rows; row++) {
      const value = values[order === undefined ? row : (order[row] as number)] as number;
      cell[0] = Number.isNaN(value) ? Number.NaN : value + 0;
      const [first, second] = [bits[0] as number, bits[1] as number];
      high[row] = mix((high[row] as number) ^ first, second, 0x9e3779b1);
      low[row] = mix((low[row] as number) ^ second, first, 0x85ebca6b);
    }
  });
  return Float64Array.from(high, (value, row) => value * 2 ** 21 + ((low[row] as number) >>> 11));
}

function mix(state: number, value: number, factor: number): number {
  const turned = Math.imul(state ^ (state >>> 15), factor) + value;
  return Math.imul(turned ^ (turned >>> 13), 0xc2b2ae35);
}
