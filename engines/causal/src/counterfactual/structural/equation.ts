import type { Random } from "@causeway/kernel";
import { createBasis, type Fineness } from "./basis.ts";
import { fitByEvidence, type Posterior } from "./evidence-fit.ts";
import type { Variable } from "./variable.ts";

/**
 * What one node does given its causes. A `number` is place + width · noise, a `time` the exponential of that (accelerated failure
 * time; also positive numbers that the data show to be so, by likelihood: Box & Cox 1964), and its noise is what is left over; a
 * `category` has the chances of its levels, and its noise stays open.
 */
export type Mechanism =
  | {
      readonly kind: "number" | "time";
      /** Where a case with these causes lies, and how widely such cases scatter. */
      place(causes: ArrayLike<number>): readonly [number, number];
      /** The noise of known cases, for cases of which it is not known. */
      noise(): Float64Array;
    }
  | { readonly kind: "category"; chances(causes: ArrayLike<number>): Float64Array };

export interface Equation {
  readonly node: string;
  readonly kind: Mechanism["kind"];
  readonly levels: readonly string[] | undefined;
  /** What it is computed from; the first `moved` are what interventions upstream change. */
  readonly causes: readonly string[];
  readonly moved: number;
  /** As the data have it most probably. */
  readonly best: Mechanism;
  /** As it would be by curves that bend less, and by curves that bend more. */
  readonly rivals: readonly [Mechanism, Mechanism];
  /** As it may be just as well: a draw from what the data leave open. */
  draw(random: Random): Mechanism;
}

export interface EquationProblem {
  readonly node: Variable;
  readonly causes: readonly Variable[];
  readonly moved: number;
  readonly isTime: boolean;
}

/** Cases beyond these many tell a single equation no more than they cost. */
const mostRows = 20_000;

/** Throws RangeError where no case has a value, or a time is not positive. */
export function fitEquation({ node, causes, moved, isTime }: EquationProblem): Equation {
  const all = Array.from(node.values.keys()).filter((row) => !Number.isNaN(node.values[row]));
  const step = Math.max(1, all.length / mostRows);
  const rows = Array.from(
    { length: Math.min(all.length, mostRows) },
    (_, place) => all[Math.floor(place * step)] as number,
  );
  if (rows.length === 0) throw new RangeError(`Column “${node.name}” has no value in any row`);
  const fit = (fineness: Fineness) =>
    node.levels
      ? {
          kind: "category" as const,
          ...chancesOf(node, node.levels, rows, designOf(causes, moved, rows, fineness)),
        }
      : measurement(node, rows, designOf(causes, moved, rows, fineness), isTime);
  const usual = fit("usual");
  return {
    node: node.name,
    causes: causes.map(({ name }) => name),
    moved,
    levels: node.levels,
    ...usual,
    rivals: [fit("coarse").best, fit("fine").best],
  };
}

/** A number as it is, or as a factor where it is a time or the data say so. */
function measurement(
  node: Variable,
  rows: readonly number[],
  cases: Cases,
  isTime: boolean,
): Fitted & { readonly kind: "number" | "time" } {
  const asTime = () => ({ kind: "time" as const, ...measured(node, rows, cases, "time") });
  if (isTime) return asTime();
  const asIs = { kind: "number" as const, ...measured(node, rows, cases, "number") };
  if (rows.some((row) => (node.values[row] as number) <= 0)) return asIs;
  const asFactor = asTime();
  return asFactor.logLikelihood > asIs.logLikelihood + Math.log(rows.length) ? asFactor : asIs;
}

interface Cases {
  readonly size: number;
  readonly terms: Float64Array;
  readonly groups: ReturnType<typeof createBasis>["groups"];
  of(causes: ArrayLike<number>): Float64Array;
}

function designOf(
  causes: readonly Variable[],
  moved: number,
  rows: readonly number[],
  fineness: Fineness,
): Cases {
  const basis = createBasis(causes, moved, rows, fineness);
  const size = basis.groups.length;
  const terms = new Float64Array(rows.length * size);
  const values = new Float64Array(causes.length);
  for (const [place, row] of rows.entries()) {
    for (const [cause, variable] of causes.entries())
      values[cause] = variable.values[row] as number;
    basis.write(values, terms, place * size);
  }
  const buffer = new Float64Array(size);
  return {
    size,
    terms,
    groups: basis.groups,
    of(given) {
      basis.write(given, buffer, 0);
      return buffer;
    },
  };
}

type Fitted = Pick<Equation, "best" | "draw">;

function measured(
  node: Variable,
  rows: readonly number[],
  cases: Cases,
  kind: "number" | "time",
): Fitted & { readonly logLikelihood: number } {
  const shown = Float64Array.from(rows, (row) => node.values[row] as number);
  if (kind === "time" && shown.some((value) => value <= 0))
    throw new RangeError(`Column “${node.name}” has times that are not positive`);
  const values = kind === "time" ? shown.map(Math.log) : shown;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const scale =
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  const target = values.map((value) => (value - mean) / scale);
  const first = fitByEvidence({ ...cases, target }, "number");
  const spread = spreadOf(cases, residuals(cases, first.mean, target), first.deviation);
  const widths = widthsOf(cases, spread?.mean, first.deviation);
  const weights = spread && widths.map((width) => (first.deviation / width) ** 2);
  const location = spread ? fitByEvidence({ ...cases, target, weights }, "number") : first;
  const mechanism = (place: Float64Array, width: Float64Array | undefined): Mechanism => ({
    kind,
    place(causes) {
      const terms = cases.of(causes);
      const center = mean + scale * product(terms, place);
      return [center, scale * widthAt(terms, width, location.deviation)];
    },
    noise() {
      const scatter = widthsOf(cases, width, location.deviation);
      return residuals(cases, place, target).map((value, row) => value / (scatter[row] as number));
    },
  });
  const left = residuals(cases, location.mean, target);
  const scatter = widthsOf(cases, spread?.mean, location.deviation);
  return {
    best: mechanism(location.mean, spread?.mean),
    draw: (random) => mechanism(location.draw(random), spread?.draw(random)),
    logLikelihood: left.reduce(
      (sum, value, row) =>
        sum -
        Math.log(scale * (scatter[row] as number)) -
        0.5 * (value / (scatter[row] as number)) ** 2 -
        // A density of logarithms is one of the values times these.
        (kind === "time" ? (values[row] as number) : 0),
      0,
    ),
  };
}

/** The mean of ln of a squared standard normal, and its variance. */
const [meanLogSquare, varianceLogSquare] = [-1.2703628454614782, Math.PI ** 2 / 2];

/**
 * How the width of the scatter hangs on the causes, by regression of the logarithms of squared residuals (Harvey 1976), where that
 * makes the residuals clearly more probable (BIC); undefined where one width fits all.
 */
function spreadOf(cases: Cases, left: Float64Array, deviation: number): Posterior | undefined {
  const kept = cases.groups.flatMap((group, term) => (group === 0 ? [term] : []));
  if (kept.length < 2 || left.length < 50) return undefined;
  const rows = left.length;
  const terms = new Float64Array(rows * kept.length);
  for (let row = 0; row < rows; row++)
    for (const [place, term] of kept.entries())
      terms[row * kept.length + place] = cases.terms[row * cases.size + term] as number;
  const floor = (0.01 * deviation) ** 2;
  const target = left.map((value) => Math.log(value * value + floor) - meanLogSquare);
  const groups = kept.map(() => 0);
  const fitted = fitByEvidence({ terms, groups, target }, "number");
  const whole = (short: Float64Array) => {
    const long = new Float64Array(cases.size);
    for (const [place, term] of kept.entries()) long[term] = short[place] as number;
    return long;
  };
  const mean = calibrated(cases, whole(fitted.mean), left);
  const widths = widthsOf(cases, mean, deviation);
  let gain = 0;
  for (let row = 0; row < rows; row++) {
    const [value, width] = [left[row] as number, widths[row] as number];
    gain +=
      Math.log(deviation / width) + 0.5 * (value / deviation) ** 2 - 0.5 * (value / width) ** 2;
  }
  if (gain < (kept.length - 1) * Math.log(rows)) return undefined;
  const share = Math.sqrt(varianceLogSquare) / Math.max(fitted.deviation, 1e-9);
  return {
    mean,
    deviation: 1,
    draw: (random) => {
      const drawn = whole(fitted.draw(random));
      const center = whole(fitted.mean);
      // The noise of the logarithms is known, so what is open about the coefficients is too.
      return drawn.map(
        (value, term) =>
          (mean[term] as number) + Math.min(share, 1) * (value - (center[term] as number)),
      );
    },
  };
}

/** Moves the constant so that residuals over widths have variance one. */
function calibrated(cases: Cases, coefficients: Float64Array, left: Float64Array): Float64Array {
  const widths = widthsOf(cases, coefficients, 1);
  const square =
    left.reduce((sum, value, row) => sum + (value / (widths[row] as number)) ** 2, 0) / left.length;
  return coefficients.map((value, term) => (term === 0 ? value + Math.log(square) : value));
}

const widthAt = (terms: Float64Array, logSquares: Float64Array | undefined, deviation: number) =>
  logSquares ? Math.exp(Math.min(Math.max(product(terms, logSquares), -40), 40) / 2) : deviation;

function widthsOf(
  cases: Cases,
  logSquares: Float64Array | undefined,
  deviation: number,
): Float64Array {
  const rows = cases.terms.length / cases.size;
  const widths = new Float64Array(rows).fill(deviation);
  if (!logSquares) return widths;
  for (let row = 0; row < rows; row++)
    widths[row] = widthAt(
      cases.terms.subarray(row * cases.size, (row + 1) * cases.size),
      logSquares,
      deviation,
    );
  return widths;
}

function residuals(cases: Cases, place: Float64Array, target: Float64Array): Float64Array {
  return target.map((value, row) => {
    const start = row * cases.size;
    return value - product(cases.terms.subarray(start, start + cases.size), place);
  });
}

function product(terms: Float64Array, coefficients: Float64Array): number {
  let sum = 0;
  for (let term = 0; term < terms.length; term++)
    sum += (terms[term] as number) * (coefficients[term] as number);
  return sum;
}

/** Continuation ratios: the chance of each level among those not before it (Fienberg 1980, section 6.6). */
function chancesOf(
  node: Variable,
  levels: readonly string[],
  rows: readonly number[],
  cases: Cases,
): Fitted {
  const code = (place: number) => node.values[rows[place] as number] as number;
  const steps = levels.slice(0, -1).map((_, level) => {
    const open = [...rows.keys()].filter((place) => code(place) >= level);
    const terms = new Float64Array(open.length * cases.size);
    for (const [at, place] of open.entries())
      terms.set(
        cases.terms.subarray(place * cases.size, (place + 1) * cases.size),
        at * cases.size,
      );
    const target = Float64Array.from(open, (place) => Number(code(place) === level));
    return fitByEvidence({ terms, groups: cases.groups, target }, "chance");
  });
  const mechanism = (coefficients: readonly Float64Array[]): Mechanism => ({
    kind: "category",
    chances(causes) {
      const terms = cases.of(causes);
      const chances = new Float64Array(levels.length);
      let left = 1;
      for (const [level, slopes] of coefficients.entries()) {
        const share = 1 / (1 + Math.exp(-product(terms, slopes)));
        chances[level] = left * share;
        left *= 1 - share;
      }
      chances[levels.length - 1] = left;
      return chances;
    },
  });
  return {
    best: mechanism(steps.map(({ mean }) => mean)),
    draw: (random) => mechanism(steps.map((step) => step.draw(random))),
  };
}
