import { normalQuantile, normalUpper } from "@causeway/engine-statistics";
import { logOdds } from "../linear/sigmoid.ts";
import { fitShifts, type ShiftKernel, type ShiftPoint } from "./fit-shifts.ts";

/** Held-out cases of like predictions: the least, the mean and the greatest of these, how many cases, and how many had the outcome. */
export interface PredictedGroup {
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly cases: number;
  readonly won: number;
}

/** Between which bounds, in log-odds, the truth lies apart from a prediction of the log-odds `at`. */
export interface ShiftKnot {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** Prior deviations of what is common to all predictions, and of what rises with them. */
const common = 0.7;
const rising = 0.5;
/** Of what stands for itself here and there, and how common each is beforehand (Rayleigh's distribution: none is no choice). */
const ownSpreads = [0.1, 0.25, 0.5, 0.9] as const;
const usualSpread = 0.7;
/** Predictions so far apart, as a share of all cases, hardly speak for each other in what is their own; of few groups as much as a group can tell. */
const leastReach = 0.03;
const reachOfGroup = 0.4;
/** Predictions are not told apart beyond these log-odds (1 in 8,000). */
const farthest = 9;

/**
 * Equal-tailed posterior intervals of a model's error along its predictions, in log-odds: a shift common to all, one that
 * rises with the prediction, and one that changes from place to place, whose size is learned from all groups and is never
 * nothing. Knots stand where groups begin and end, since inside a group the error is not that of its mean. So neighbours
 * speak for a group of few cases as far as they agree; where they do not, intervals are wide.
 * Source of the mixture over sizes: Gelman et al., Bayesian Data Analysis, 3rd ed., chapters 5 and 13.
 */
export function pooledShifts(
  groups: readonly PredictedGroup[],
  level: number,
): readonly ShiftKnot[] {
  const total = groups.reduce((sum, { cases }) => sum + cases, 0);
  if (!(total > 0)) return [];
  let below = 0;
  const placed = groups.map((group) => {
    const start = below / total;
    below += group.cases;
    const end = below / total;
    return { ...group, start, end, odds: oddsOf(group.mean), place: (start + end) / 2 };
  });
  const centre = placed.reduce((sum, { odds, cases }) => sum + (cases / total) * odds, 0);
  const points = placed.flatMap(({ from, to, start, end, odds, place }) =>
    from < to
      ? [
          { odds: oddsOf(from), place: start },
          { odds: oddsOf(to), place: end },
        ]
      : [{ odds, place }],
  );
  const reach = Math.max(leastReach, reachOfGroup / groups.length);
  const fits = ownSpreads.map((spread, place) => {
    const { evidence, at } = fitShifts(placed, kernelOf(spread, reach, centre));
    const prior = Math.log(spread * widthOf(place)) - 0.5 * (spread / usualSpread) ** 2;
    return { evidence: evidence + prior, at };
  });
  const most = Math.max(...fits.map(({ evidence }) => evidence));
  const tail = (1 - level) / 2;
  return points.map((point) => {
    const parts = fits.map(({ evidence, at }) => ({
      weight: Math.exp(evidence - most),
      ...at(point),
    }));
    return { at: point.odds, low: quantile(parts, tail), high: quantile(parts, 1 - tail) };
  });
}

/** The bounds of a prediction's shift: between knots in a straight line, beyond the outermost as there. */
export function shiftAt(
  knots: readonly ShiftKnot[],
  prediction: number,
): Pick<ShiftKnot, "low" | "high"> | undefined {
  const odds = oddsOf(prediction);
  const above = knots.findIndex(({ at }) => at >= odds);
  const high = above < 0 ? knots.at(-1) : knots[above];
  const low = above > 0 ? knots[above - 1] : high;
  if (low === undefined || high === undefined) return undefined;
  const share = high.at > low.at ? (odds - low.at) / (high.at - low.at) : 0;
  return {
    low: low.low + share * (high.low - low.low),
    high: low.high + share * (high.high - low.high),
  };
}

function oddsOf(probability: number): number {
  return Math.max(-farthest, Math.min(farthest, logOdds(probability)));
}

/** The stretch of sizes that one of them stands for. */
function widthOf(place: number): number {
  const before = ownSpreads[place - 1] ?? 0;
  return ((ownSpreads[place + 1] ?? 1.3) - before) / 2;
}

function kernelOf(spread: number, reach: number, centre: number): ShiftKernel {
  return (left: ShiftPoint, right: ShiftPoint) =>
    common ** 2 +
    rising ** 2 * (left.odds - centre) * (right.odds - centre) +
    spread ** 2 * Math.exp(-Math.abs(left.place - right.place) / reach);
}

interface Part {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Of a mixture of normals, by halving. */
function quantile(parts: readonly Part[], probability: number): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const reaching = Math.abs(normalQuantile(probability / 1000));
  let low = Math.min(...parts.map(({ mean, deviation }) => mean - reaching * deviation));
  let high = Math.max(...parts.map(({ mean, deviation }) => mean + reaching * deviation));
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    const below = parts.reduce(
      (sum, { weight, mean, deviation }) => sum + weight * normalUpper((mean - middle) / deviation),
      0,
    );
    if (below < probability * total) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
