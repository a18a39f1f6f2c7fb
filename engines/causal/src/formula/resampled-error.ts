import type { Random } from "@causeway/kernel";

/** Something that can be computed from rows, each counted as often as its weight says. */
export type OnRows = (weights: Float64Array) => number;

/** The standard deviation of a number over bootstrap samples (Efron 1979); samples it cannot be computed from are left out. */
export function resampledError(
  compute: OnRows,
  weights: Float64Array,
  random: Random,
  runs: number,
): number {
  const results: number[] = [];
  for (let run = 0; run < runs; run++) {
    const value = compute(drawWeights(weights, random));
    if (Number.isFinite(value)) results.push(value);
  }
  if (results.length < runs / 2) return Number.NaN;
  const mean = results.reduce((sum, value) => sum + value, 0) / results.length;
  const squares = results.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (results.length - 1));
}

/** As many draws with replacement as the weights add up to. */
function drawWeights(weights: Float64Array, random: Random): Float64Array {
  const rows = new Int32Array(weights.reduce((sum, weight) => sum + weight, 0));
  let place = 0;
  for (const [row, weight] of weights.entries()) {
    rows.fill(row, place, place + weight);
    place += weight;
  }
  const drawn = new Float64Array(weights.length);
  for (let draw = 0; draw < rows.length; draw++) {
    const row = rows[Math.floor(random() * rows.length)] as number;
    drawn[row] = (drawn[row] as number) + 1;
  }
  return drawn;
}

/** The weights dealt out at random into two halves. */
export function halves(
  weights: Float64Array,
  random: Random,
): readonly [Float64Array, Float64Array] {
  const first = new Float64Array(weights.length);
  for (const [row, weight] of weights.entries()) {
    for (let one = 0; one < weight; one++)
      if (random() < 0.5) first[row] = (first[row] as number) + 1;
  }
  return [first, weights.map((weight, row) => weight - (first[row] as number))];
}

/** How many bootstrap samples; of many rows fewer will do. */
export const bootstrapRuns = (rows: number): number => (rows > 20_000 ? 100 : 200);
