import type { Variable } from "./variable.ts";

/** Terms with one penalty: 0 is free, each curve and each pair of causes that act together has its own. */
export type TermGroup = number;

/** The terms of an equation: a constant, then those of its causes. */
export interface Basis {
  readonly groups: readonly TermGroup[];
  /** Writes the terms of one case, whose values stand in the order of the causes. */
  write(values: ArrayLike<number>, target: Float64Array, offset: number): void;
}

interface Part {
  readonly lines: number;
  readonly curves: number;
  /** Fills `lines` and then `curves` for a value. */
  fill(value: number, target: Float64Array): void;
}

/** More terms than these for causes together cost more than they tell. */
const mostTogether = 120;
/** A level seen more seldom than this has no term of its own. */
const leastRows = 5;

/**
 * Lines, restricted cubic splines (Stone & Koo 1985; linear beyond the outer knots) and their products: of each cause that an
 * intervention can change (the first `moved` ones) with all others. Scale, knots and levels are those of `rows`.
 */
export function createBasis(
  causes: readonly Variable[],
  moved: number,
  rows: readonly number[],
  fineness: Fineness,
): Basis {
  const parts = causes.map((cause) =>
    cause.levels ? levelPart(cause, cause.levels, rows) : numberPart(cause, rows, fineness),
  );
  const pairs = parts.flatMap((_, second) =>
    Array.from({ length: Math.min(second, moved) }, (_, first): [number, number] => [
      first,
      second,
    ]),
  );
  const bent = ([first, second]: [number, number]) => {
    const [a, b] = [parts[first] as Part, parts[second] as Part];
    return a.lines * b.lines + a.lines * b.curves + a.curves * b.lines;
  };
  const withCurves = pairs.reduce((sum, pair) => sum + bent(pair), 0) <= mostTogether;
  const groups: TermGroup[] = [0];
  for (const [place, { lines, curves }] of parts.entries()) {
    groups.push(...new Array<TermGroup>(lines).fill(0));
    groups.push(...new Array<TermGroup>(curves).fill(1 + place));
  }
  for (const [place, pair] of pairs.entries()) {
    const [a, b] = [parts[pair[0]] as Part, parts[pair[1]] as Part];
    const count = withCurves ? bent(pair) : a.lines * b.lines;
    groups.push(...new Array<TermGroup>(count).fill(1 + parts.length + place));
  }
  const filled = parts.map(({ lines, curves }) => new Float64Array(lines + curves));
  return {
    groups,
    write(values, target, offset) {
      let at = offset;
      target[at++] = 1;
      for (const [place, part] of parts.entries()) {
        const terms = filled[place] as Float64Array;
        part.fill(values[place] as number, terms);
        for (const term of terms) target[at++] = term;
      }
      for (const [first, second] of pairs) {
        const [a, b] = [parts[first] as Part, parts[second] as Part];
        const [left, right] = [filled[first] as Float64Array, filled[second] as Float64Array];
        at = writeProducts(left, right, [a.lines, b.lines], withCurves, { target, at });
      }
    },
  };
}

/** Lines with lines, and where asked for lines with curves; curves with curves never. Returns the place after the last. */
function writeProducts(
  left: Float64Array,
  right: Float64Array,
  [leftLines, rightLines]: readonly [number, number],
  withCurves: boolean,
  { target, at }: { readonly target: Float64Array; readonly at: number },
): number {
  let next = at;
  const wide = withCurves ? left.length : leftLines;
  for (let i = 0; i < wide; i++) {
    const far = i < leftLines && withCurves ? right.length : rightLines;
    for (let j = 0; j < far; j++) target[next++] = (left[i] as number) * (right[j] as number);
  }
  return next;
}

function levelPart({ values }: Variable, levels: readonly string[], rows: readonly number[]): Part {
  const counts = new Float64Array(levels.length);
  for (const row of rows) {
    const code = values[row] as number;
    if (!Number.isNaN(code)) counts[code] = (counts[code] as number) + 1;
  }
  const reference = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
  const codes = [...counts.keys()].filter(
    (code) => code !== reference && (counts[code] as number) >= leastRows,
  );
  return {
    lines: codes.length,
    curves: 0,
    fill(value, target) {
      for (const [place, code] of codes.entries()) target[place] = Number(value === code);
    },
  };
}

function numberPart({ values }: Variable, rows: readonly number[], fineness: Fineness): Part {
  const known = Float64Array.from(rows, (row) => values[row] as number)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const square = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  const scale = Math.sqrt(square);
  if (!(scale > 0)) return { lines: 0, curves: 0, fill: () => undefined };
  const hasGaps = known.length < rows.length;
  const knots = knotsOf(known, fineness).map((value) => (value - mean) / scale);
  const curves = Math.max(0, knots.length - 2);
  return {
    lines: 1 + Number(hasGaps),
    curves,
    fill(value, target) {
      const gap = Number.isNaN(value);
      const x = gap ? 0 : (value - mean) / scale;
      target[0] = x;
      if (hasGaps) target[1] = Number(gap);
      const first = 1 + Number(hasGaps);
      for (let knot = 0; knot < curves; knot++)
        target[first + knot] = gap ? 0 : restrictedCubic(x, knots, knot);
    },
  };
}

/** Shares of the rows below the knots, the outer ones within the range (Harrell 2015, section 2.4.6). */
const knotShares = {
  coarse: [0.1, 0.37, 0.63, 0.9],
  usual: [0.025, 0.183, 0.342, 0.5, 0.658, 0.817, 0.975],
  fine: [0.02, 0.14, 0.26, 0.38, 0.5, 0.62, 0.74, 0.86, 0.98],
} as const;

/** How closely curves may bend. */
export type Fineness = keyof typeof knotShares;

function knotsOf(known: Float64Array, fineness: Fineness): readonly number[] {
  const shares = knotShares[known.length < 200 ? "coarse" : fineness];
  const quantiles = shares.map((share) => known[Math.floor(share * (known.length - 1))] as number);
  const knots = [...new Set(quantiles)];
  return knots.length < 3 ? [] : knots;
}

const cube = (value: number) => (value > 0 ? value * value * value : 0);

function restrictedCubic(x: number, knots: readonly number[], knot: number): number {
  const last = knots.at(-1) as number;
  const before = knots.at(-2) as number;
  const here = knots[knot] as number;
  const width = (last - (knots[0] as number)) ** 2;
  return (
    (cube(x - here) -
      (cube(x - before) * (last - here)) / (last - before) +
      (cube(x - last) * (before - here)) / (last - before)) /
    width
  );
}
