import type { Random } from "@causeway/kernel";

/** One split: row numbers to learn from and to judge on. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** `count` folds that keep the share of each class (any small set of numbers in `target`) alike; every row is judged once. */
export function stratifiedFolds(
  target: Float64Array,
  count: number,
  random: Random,
): readonly Fold[] {
  const rows = shuffled(target.length, random).sort(
    (a, b) => (target[a] as number) - (target[b] as number),
  );
  const foldOf = new Int32Array(target.length);
  rows.forEach((row, place) => {
    foldOf[row] = place % count;
  });
  return foldsOf(foldOf, count);
}

/** `count` folds in which all rows of a group stay together; groups are spread so that folds have like sizes. */
export function groupedFolds(groups: Int32Array, count: number, random: Random): readonly Fold[] {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const names = [...sizes.keys()];
  const tieBreak = new Map(names.map((group) => [group, random()]));
  names.sort(
    (a, b) =>
      (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || (tieBreak.get(a) ?? 0) - (tieBreak.get(b) ?? 0),
  );
  const loads = new Array<number>(count).fill(0);
  const foldOfGroup = new Map<number, number>();
  for (const group of names) {
    const lightest = loads.indexOf(Math.min(...loads));
    foldOfGroup.set(group, lightest);
    loads[lightest] = (loads[lightest] ?? 0) + (sizes.get(group) ?? 0);
  }
  return foldsOf(
    groups.map((group) => foldOfGroup.get(group) ?? 0),
    count,
  );
}

/**
 * Forward chaining: rows in time order are cut into count + 1 blocks; fold k learns from the first k + 1 and is judged on the next.
 * The first block is never judged. Rows of one time stay in one block. `times` are any ascending numbers.
 * `gap` leaves out training rows whose time lies less than that before the judged block (for outcomes with a horizon).
 */
export function timeOrderedFolds(times: Float64Array, count: number, gap = 0): readonly Fold[] {
  return forwardFolds(times, count, (row, begin) => begin - (times[row] as number) >= gap);
}

/**
 * Forward chaining without training rows whose outcome speaks of time inside the judged block: `ends` says, on the scale of
 * `times`, when the time that each row's outcome speaks of was over. Folds that are left with fewer than `least` training
 * rows are left out. Source: López de Prado, Advances in Financial Machine Learning (2018), section 7.4 (purging).
 */
export function purgedFolds(
  times: Float64Array,
  ends: Float64Array,
  count: number,
  least = 30,
): readonly Fold[] {
  return forwardFolds(times, count, (row, begin) => (ends[row] as number) <= begin).filter(
    ({ train }) => train.length >= least,
  );
}

function forwardFolds(
  times: Float64Array,
  count: number,
  mayLearn: (row: number, begin: number) => boolean,
): readonly Fold[] {
  const order = Uint32Array.from({ length: times.length }, (_, row) => row).sort(
    (a, b) => (times[a] as number) - (times[b] as number) || a - b,
  );
  const cuts = Array.from({ length: count + 2 }, (_, block) =>
    endOfTies(order, times, Math.floor((block * order.length) / (count + 1))),
  );
  const folds: Fold[] = [];
  for (let block = 1; block <= count; block++) {
    const [start, end] = [cuts[block] ?? 0, cuts[block + 1] ?? order.length];
    const test = order.slice(start, end);
    const begin = times[test[0] ?? 0] as number;
    const train = order.slice(0, start).filter((row) => mayLearn(row, begin));
    if (test.length > 0 && train.length > 0) folds.push({ train, test });
  }
  return folds;
}

function endOfTies(order: Uint32Array, times: Float64Array, cut: number): number {
  let end = cut;
  while (
    end > 0 &&
    end < order.length &&
    times[order[end] as number] === times[order[end - 1] as number]
  ) {
    end++;
  }
  return end;
}

function foldsOf(foldOf: Int32Array, count: number): readonly Fold[] {
  const rows = Uint32Array.from({ length: foldOf.length }, (_, row) => row);
  return Array.from({ length: count }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  })).filter((fold) => fold.test.length > 0 && fold.train.length > 0);
}

/** So many of the rows, drawn without replacement and kept in their order; all of them where they are not more. */
export function thinned(rows: Uint32Array, most: number, random: Random): Uint32Array {
  if (rows.length <= most) return rows;
  const kept = new Uint32Array(most);
  let count = 0;
  // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S).
  for (let at = 0; count < most; at++) {
    if ((rows.length - at) * random() < most - count) kept[count++] = rows[at] as number;
  }
  return kept;
}

/** Row numbers in random order (Fisher–Yates). */
export function shuffled(count: number, random: Random): Uint32Array {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const held = rows[last] as number;
    rows[last] = rows[other] as number;
    rows[other] = held;
  }
  return rows;
}
