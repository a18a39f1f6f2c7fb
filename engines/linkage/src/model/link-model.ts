import type { Field } from "../columns/field.ts";

/** How often each level of one field occurs among matches (m) and among other pairs (u); both sum to one. */
export interface LevelProbabilities {
  readonly m: Float64Array;
  readonly u: Float64Array;
  /** The evidence of an equal value in bits by how many rows share it (`classOfCount`); NaN where it was not learned. */
  readonly equal?: Float64Array | undefined;
  /** u among pairs that share the value of that other field, where it is another. */
  readonly beside?: { readonly field: number; readonly u: Float64Array } | undefined;
}

/** A Fellegi–Sunter model. */
export interface LinkModel {
  /** In the order of the fields. */
  readonly fields: readonly LevelProbabilities[];
  /** The share of all pairs that match. */
  readonly prior: number;
  /** Learned from pairs that agree more than strangers ever would, since nothing else was to be learned from. */
  readonly isOfSurePairs?: boolean | undefined;
  /** Pairs that share much without being one, where there are such. */
  readonly relatives?: Relatives | undefined;
}

/** A third class beside matches and strangers: households, colleagues, branches of one firm. */
export interface Relatives {
  /** m among matches, u among relatives. */
  readonly fields: readonly LevelProbabilities[];
  /** Matches for one pair of relatives. */
  readonly odds: number;
  /** Fields in which relatives agree no more than strangers. */
  readonly byChance: readonly boolean[];
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

/**
 * log2(m / u) of each level of each field: the evidence in bits (Fellegi & Sunter 1969). More alike never weighs less:
 * neighbours that say otherwise, as levels do that hardly ever occur, are taken together.
 */
export function levelWeights(
  fields: readonly Pick<Field, "levels">[],
  model: Pick<LinkModel, "fields">,
): readonly Float64Array[] {
  return model.fields.map(({ m, u }, place) =>
    monotoneWeights(m, u, fields[place]?.levels.indexOf("crossed") ?? -1),
  );
}

/** What each level of a pool adds in bits, so that of two candidates the one more alike comes first. */
const rise = 0.25;

interface Run {
  m: number;
  u: number;
  readonly levels: number[];
}

/** Pools adjacent violators (Ayer et al. 1955) of m / u; one level may stand apart, being of another nature. */
export function monotoneWeights(m: Float64Array, u: Float64Array, apart = -1): Float64Array {
  const runs: Run[] = [];
  for (let level = 0; level < m.length; level++) {
    if (level === apart) continue;
    runs.push({ m: m[level] ?? 0, u: u[level] ?? 1, levels: [level] });
    poolLast(runs);
  }
  const weights = m.map((share, level) => Math.log2(share / (u[level] ?? 1)));
  let least = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    const pooled = Math.log2(run.m / run.u);
    const middle = (run.levels.length - 1) / 2;
    for (const [at, level] of run.levels.entries()) {
      least = Math.max(least, pooled + rise * (at - middle));
      weights[level] = least;
    }
  }
  return weights;
}

function poolLast(runs: Run[]): void {
  for (let last = runs.at(-1), before = runs.at(-2); last && before; ) {
    if (last.m * before.u >= before.m * last.u) return;
    runs.pop();
    before.m += last.m;
    before.u += last.u;
    before.levels.push(...last.levels);
    last = before;
    before = runs.at(-2);
  }
}
