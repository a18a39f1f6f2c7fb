/** How often each level of one field occurs among matches (m) and among other pairs (u); both sum to one. */
export interface LevelProbabilities {
  readonly m: Float64Array;
  readonly u: Float64Array;
}

/** A Fellegi–Sunter model. */
export interface LinkModel {
  /** In the order of the fields. */
  readonly fields: readonly LevelProbabilities[];
  /** The share of all pairs that match. */
  readonly prior: number;
}

/** Before any data: matches mostly agree, and the more alike the likelier. Sums to one. */
export function assumedM(levels: number): Float64Array {
  const m = new Float64Array(levels);
  for (let level = 0; level < levels; level++) m[level] = 0.5 ** (levels - 1 - level);
  // The least level gathers all that went wrong: other spelling, other place, other year.
  m[0] = Math.max(m[0] ?? 0, 0.12);
  return normalised(m);
}

/** The same numbers divided by their sum. */
export function normalised(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value / sum);
}

/** log2(m / u) of each level of each field: the evidence in bits (Fellegi & Sunter 1969). */
export function levelWeights(model: Pick<LinkModel, "fields">): readonly Float64Array[] {
  return model.fields.map(({ m, u }) =>
    m.map((share, level) => Math.log2(share / (u[level] ?? 1))),
  );
}
