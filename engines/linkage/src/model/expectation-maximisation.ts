import { missing } from "../comparators/comparator.ts";
import type { Comparisons } from "./compare-pairs.ts";
import { type LevelProbabilities, normalised } from "./link-model.ts";

export interface MixtureOptions {
  /** Where to begin; also what the estimates are drawn towards, as by this many pairs of each class. */
  readonly start: readonly LevelProbabilities[];
  readonly lambda: number;
  readonly pseudoPairs: number;
  /** Fields that take no part. */
  readonly leftOut?: ReadonlySet<number>;
  /** u is not learned but stays as it begins. */
  readonly keepU?: boolean;
  /** Fields that are not learned but stay as they begin. */
  readonly held?: ReadonlySet<number>;
  readonly rounds?: number;
}

export interface Mixture {
  readonly fields: readonly LevelProbabilities[];
  /** Share of the pairs that match. */
  readonly lambda: number;
  /** For each pair the probability that it matches. */
  readonly posterior: Float64Array;
}

/**
 * Learns a mixture of matches and other pairs whose fields are independent within each class, by expectation and
 * maximisation (Dempster, Laird & Rubin 1977; for record linkage Winkler 1988). A missing field says nothing (Enamorado,
 * Fifield & Imai 2019).
 */
export function expectationMaximisation(data: Comparisons, options: MixtureOptions): Mixture {
  const { start, pseudoPairs, leftOut, keepU = false, held, rounds = 60 } = options;
  let fields = start;
  let lambda = options.lambda;
  const posterior = new Float64Array(data.size);
  for (let round = 0; round < rounds; round++) {
    fillPosterior(data, fields, lambda, leftOut, posterior);
    const next = mean(posterior);
    fields = start.map((own, place) =>
      leftOut?.has(place) || held?.has(place)
        ? own
        : maximise(data, place, posterior, { own, pseudoPairs, keepU }),
    );
    const moved = Math.abs(next - lambda) / Math.max(lambda, 1e-12);
    lambda = Math.min(0.999, Math.max(1e-9, next));
    if (round > 4 && moved < 1e-4) break;
  }
  fillPosterior(data, fields, lambda, leftOut, posterior);
  return { fields, lambda, posterior };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

function fillPosterior(
  data: Comparisons,
  fields: readonly LevelProbabilities[],
  lambda: number,
  leftOut: ReadonlySet<number> | undefined,
  posterior: Float64Array,
): void {
  posterior.fill(Math.log(lambda / (1 - lambda)));
  for (const [place, { m, u }] of fields.entries()) {
    if (leftOut?.has(place)) continue;
    const weights = m.map((share, level) => Math.log(share / (u[level] ?? 1)));
    const start = place * data.size;
    for (let pair = 0; pair < data.size; pair++) {
      const level = data.values[start + pair] ?? missing;
      if (level !== missing) posterior[pair] = (posterior[pair] ?? 0) + (weights[level] ?? 0);
    }
  }
  for (let pair = 0; pair < data.size; pair++)
    posterior[pair] = 1 / (1 + Math.exp(-(posterior[pair] ?? 0)));
}

interface Maximise {
  readonly own: LevelProbabilities;
  readonly pseudoPairs: number;
  readonly keepU: boolean;
}

function maximise(
  data: Comparisons,
  place: number,
  posterior: Float64Array,
  { own, pseudoPairs, keepU }: Maximise,
): LevelProbabilities {
  const m = own.m.map((share) => share * pseudoPairs);
  const u = own.u.map((share) => share * pseudoPairs);
  const start = place * data.size;
  for (let pair = 0; pair < data.size; pair++) {
    const level = data.values[start + pair] ?? missing;
    if (level === missing) continue;
    const share = posterior[pair] ?? 0;
    m[level] = (m[level] ?? 0) + share;
    u[level] = (u[level] ?? 0) + 1 - share;
  }
  return { m: normalised(m), u: keepU ? own.u : normalised(u) };
}
