/** One simulated world: what was answered, what is true, and what one who knows the equations would say. */
export interface AnsweredWorld {
  readonly interval: readonly [number, number] | null;
  readonly bounds?: readonly [number, number] | undefined;
  readonly truth: number;
  readonly oracle?: number | undefined;
}

export interface Coverage {
  readonly answered: number;
  /** Share of the answered worlds whose interval holds the truth. */
  readonly covered: number;
  /** In words, with the mean width beside that of the oracle: its own error, and what stays open for anybody. */
  readonly says: string;
}

/** How often the intervals of many worlds hold the truth; `ask` answers the world of a seed from 1 on. */
export function simulatedCoverage(worlds: number, ask: (seed: number) => AnsweredWorld): Coverage {
  const answers = Array.from({ length: worlds }, (_, place) => ask(place + 1));
  const given = answers.flatMap(({ interval, ...world }) =>
    interval ? [{ ...world, low: interval[0], high: interval[1] }] : [],
  );
  const covered = given.filter(({ low, high, truth }) => low <= truth && truth <= high).length;
  const width = mean(given.map(({ low, high }) => high - low));
  const open = mean(given.map(({ bounds = [0, 0] }) => bounds[1] - bounds[0]));
  const misses = given.flatMap(({ oracle, truth }) =>
    oracle === undefined ? [] : [(oracle - truth) ** 2],
  );
  const oracle = open + 2 * 1.645 * Math.sqrt(mean(misses));
  return {
    answered: given.length,
    covered: covered / given.length,
    says: `coverage ${covered} of ${given.length}, mean width ${width.toFixed(3)}, oracle's ${misses.length === 0 ? "–" : oracle.toFixed(3)}`,
  };
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
