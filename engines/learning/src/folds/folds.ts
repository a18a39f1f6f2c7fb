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
    const train = order.slice(0, start).filter((row) => begin - (times[row] as number) >= gap);
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
