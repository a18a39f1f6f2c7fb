/** A column as the numbers of bins, `count` of them. */
export interface Binned {
  readonly of: Uint8Array;
  readonly count: number;
}

/** By how much Pearson's statistic of two columns lies above what chance gives on average, and the freedom that chance has. */
export interface Tie {
  readonly excess: number;
  readonly freedom: number;
  /** The excess in standard deviations of chance. */
  readonly deviations: number;
}

/** How two columns go together. Source: Pearson, Philosophical Magazine 50 (1900). */
export function tieOf(left: Binned, right: Binned): Tie {
  return conditionalTie(left, right, { of: new Uint8Array(left.of.length), count: 1 });
}

/** How two columns go together among rows alike in a third. */
export function conditionalTie(left: Binned, right: Binned, given: Binned): Tie {
  const cells = left.count * right.count;
  const counts = new Float64Array(cells * given.count);
  for (let row = 0; row < left.of.length; row++) {
    const line = (given.of[row] as number) * left.count + (left.of[row] as number);
    const cell = line * right.count + (right.of[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  let [excess, freedom] = [0, 0];
  for (let start = 0; start < counts.length; start += cells) {
    const one = excessOf(counts.subarray(start, start + cells), left.count, right.count);
    excess += one.excess;
    freedom += one.freedom;
  }
  return { excess, freedom, deviations: deviationsOf(excess, freedom) };
}

/** The excess of several ties, in standard deviations of chance. */
export function together(ties: readonly Tie[]): number {
  const sum = (of: (tie: Tie) => number) => ties.reduce((all, tie) => all + of(tie), 0);
  return deviationsOf(
    sum(({ excess }) => excess),
    sum(({ freedom }) => freedom),
  );
}

function deviationsOf(excess: number, freedom: number): number {
  return freedom === 0 ? 0 : excess / Math.sqrt(2 * freedom);
}

function excessOf(counts: Float64Array, lines: number, columns: number) {
  const [lineSums, columnSums] = [new Float64Array(lines), new Float64Array(columns)];
  let total = 0;
  for (let line = 0; line < lines; line++) {
    for (let column = 0; column < columns; column++) {
      const count = counts[line * columns + column] as number;
      lineSums[line] = (lineSums[line] as number) + count;
      columnSums[column] = (columnSums[column] as number) + count;
      total += count;
    }
  }
  let statistic = -total;
  for (let line = 0; line < lines; line++) {
    for (let column = 0; column < columns; column++) {
      const count = counts[line * columns + column] as number;
      if (count === 0) continue;
      statistic +=
        (count * count * total) / ((lineSums[line] as number) * (columnSums[column] as number));
    }
  }
  const filled = (sums: Float64Array) => sums.filter((sum) => sum > 0).length;
  const freedom = Math.max(0, filled(lineSums) - 1) * Math.max(0, filled(columnSums) - 1);
  return { excess: freedom > 0 ? statistic - freedom : 0, freedom };
}
