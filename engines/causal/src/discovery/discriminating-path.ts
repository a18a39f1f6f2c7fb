import { mark, type Pattern } from "./pattern.ts";

export interface DiscriminatingPath {
  /** The far end, apart from `end`. */
  readonly start: number;
  /** The node before the discriminated one. */
  readonly before: number;
}

/**
 * The shortest discriminating path (start, …, before, middle, end): every node between start and middle is a collider on it and a
 * cause of `end`, and start and end are apart (Zhang 2008, definition 7). Undefined where there is none.
 */
export function discriminated(
  pattern: Pattern,
  middle: number,
  end: number,
): DiscriminatingPath | undefined {
  const causes = pattern
    .neighbours(end)
    .filter((node) => node !== middle && pattern.directed(node, end));
  const inner = new Set(causes);
  for (const before of causes) {
    if (pattern.at(middle, before) !== mark.arrow) continue;
    const start = farEnd(pattern, inner, before, [middle, end]);
    if (start !== undefined) return { start, before };
  }
  return undefined;
}

/** The first node apart from the end that leads with an arrowhead into a chain of inner colliders up to `before`. */
function farEnd(
  pattern: Pattern,
  inner: ReadonlySet<number>,
  before: number,
  [middle, end]: readonly [number, number],
): number | undefined {
  const seen = new Set([before, middle, end]);
  const open = [before];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    for (const next of pattern.neighbours(node)) {
      if (seen.has(next) || pattern.at(next, node) !== mark.arrow) continue;
      seen.add(next);
      if (!pattern.adjacent(next, end)) return next;
      if (inner.has(next) && pattern.at(node, next) === mark.arrow) open.push(next);
    }
  }
  return undefined;
}
