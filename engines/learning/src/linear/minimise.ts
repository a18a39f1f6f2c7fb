/** A function's value and gradient at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface Minimisation {
  readonly start: Float64Array;
  readonly slopeAt: (point: Float64Array) => Slope;
  /** Multiplies by a guess at the inverse of the second derivatives, positive definite. */
  readonly precondition: (gradient: Float64Array) => Float64Array;
  /** Steps that win less than this share of the value are not worth their time; default 1e−7. */
  readonly tolerance?: number;
}

const memory = 12;
const mostSteps = 100;

interface Move {
  readonly step: Float64Array;
  readonly bend: Float64Array;
  readonly product: number;
}

/**
 * The minimum of a smooth convex function by limited-memory BFGS with step halving.
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 7.5.
 */
export function minimise({
  start,
  slopeAt,
  precondition,
  tolerance = 1e-7,
}: Minimisation): Float64Array {
  let point = start;
  let here = slopeAt(point);
  const moves: Move[] = [];
  for (let count = 0; count < mostSteps; count++) {
    const direction = descent(here.gradient, moves, precondition);
    const found = shorten(point, here, direction, slopeAt);
    if (found === undefined) break;
    const step = difference(found.point, point);
    const bend = difference(found.slope.gradient, here.gradient);
    const product = dot(step, bend);
    const gain = here.value - found.slope.value;
    [point, here] = [found.point, found.slope];
    if (gain < tolerance * (1 + Math.abs(here.value))) break;
    if (product > 0) moves.push({ step, bend, product });
    if (moves.length > memory) moves.shift();
  }
  return point;
}

function descent(
  gradient: Float64Array,
  moves: readonly Move[],
  precondition: (gradient: Float64Array) => Float64Array,
): Float64Array {
  const rest = gradient.slice();
  const shares = moves.toReversed().map(({ step, bend, product }) => {
    const share = dot(step, rest) / product;
    addTimes(rest, bend, -share);
    return share;
  });
  const direction = precondition(rest);
  moves.forEach(({ step, bend, product }, place) => {
    const share = shares[moves.length - 1 - place] as number;
    addTimes(direction, step, share - dot(bend, direction) / product);
  });
  return direction.map((value) => -value);
}

/** The first of ever shorter steps that wins enough (Armijo); undefined where none does. */
function shorten(
  point: Float64Array,
  here: Slope,
  direction: Float64Array,
  slopeAt: Minimisation["slopeAt"],
): { readonly point: Float64Array; readonly slope: Slope } | undefined {
  const fall = dot(here.gradient, direction);
  for (let length = 1; length > 1e-6; length /= 2) {
    const moved = point.map((value, place) => value + length * (direction[place] as number));
    const slope = slopeAt(moved);
    if (slope.value <= here.value + 1e-4 * length * fall) return { point: moved, slope };
  }
  return undefined;
}

function difference(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, place) => value - (right[place] as number));
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < left.length; place++) {
    sum += (left[place] as number) * (right[place] as number);
  }
  return sum;
}

function addTimes(into: Float64Array, values: Float64Array, factor: number): void {
  for (let place = 0; place < into.length; place++) {
    into[place] = (into[place] as number) + factor * (values[place] as number);
  }
}
