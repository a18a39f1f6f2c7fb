import { discriminated } from "./discriminating-path.ts";
import type { Knowledge } from "./knowledge.ts";
import type { AmbiguousTriple } from "./meek-rules.ts";
import { type Mark, mark, type Pattern } from "./pattern.ts";

export interface PagContext {
  readonly pattern: Pattern;
  readonly knowledge: Knowledge;
  readonly ambiguous: AmbiguousTriple;
  /** The set that separated two nodes; undefined for pairs that were never tested. */
  readonly separator: (a: number, b: number) => readonly number[] | undefined;
}

/** Whether the rule changed a mark of the edge between the two nodes. */
type Rule = (context: PagContext, a: number, c: number) => boolean;

/**
 * Zhang's rules 1 to 4 and 8 to 10 until nothing changes: complete where there is no selection (Zhang 2008, "On the
 * completeness of orientation rules for causal discovery"). A mark that knowledge excludes is not drawn.
 */
export function applyPagRules(context: PagContext): void {
  const { pattern } = context;
  let changed = true;
  while (changed) {
    changed = false;
    for (let a = 0; a < pattern.size; a++) {
      for (const c of pattern.neighbours(a)) {
        for (const rule of rules) changed = rule(context, a, c) || changed;
      }
    }
  }
}

/** Replaces a circle at `node` of its edge with `other`, unless knowledge says otherwise. */
function draw(
  { pattern, knowledge }: PagContext,
  other: number,
  node: number,
  drawn: Mark,
): boolean {
  if (pattern.at(other, node) !== mark.circle) return false;
  if (drawn === mark.tail && knowledge.forbidden(node, other)) return false;
  if (drawn === mark.arrow && knowledge.required(node, other)) return false;
  pattern.set(other, node, pattern.at(node, other), drawn);
  return true;
}

const arrowAt = (pattern: Pattern, from: number, to: number) => pattern.at(from, to) === mark.arrow;

/** Rule 1: x *→ a o–* c with x and c apart makes a → c. */
const awayFromArrow: Rule = (context, a, c) => {
  const { pattern, ambiguous } = context;
  if (pattern.at(c, a) !== mark.circle) return false;
  const holds = pattern
    .neighbours(a)
    .some(
      (x) => x !== c && arrowAt(pattern, x, a) && !pattern.adjacent(x, c) && !ambiguous(x, a, c),
    );
  if (!holds || context.knowledge.forbidden(a, c)) return false;
  draw(context, a, c, mark.arrow);
  return draw(context, c, a, mark.tail);
};

/** Rule 2: a → b *→ c or a *→ b → c makes a *–o c into a *→ c. */
const awayFromAncestor: Rule = (context, a, c) => {
  const { pattern } = context;
  if (pattern.at(a, c) !== mark.circle) return false;
  const holds = pattern
    .neighbours(a)
    .some(
      (b) =>
        arrowAt(pattern, a, b) &&
        arrowAt(pattern, b, c) &&
        (pattern.directed(a, b) || pattern.directed(b, c)),
    );
  return holds && draw(context, a, c, mark.arrow);
};

/** Rule 3: x *→ c ←* y, x *–o a o–* y with x and y apart, makes a *–o c into a *→ c. */
const doubleTriangle: Rule = (context, a, c) => {
  const { pattern, ambiguous } = context;
  if (pattern.at(a, c) !== mark.circle) return false;
  const sides = pattern
    .neighbours(a)
    .filter((x) => pattern.at(x, a) === mark.circle && arrowAt(pattern, x, c));
  const holds = sides.some((x) =>
    sides.some((y) => x < y && !pattern.adjacent(x, y) && !ambiguous(x, a, y)),
  );
  return holds && draw(context, a, c, mark.arrow);
};

/** Rule 4: the end of a discriminating path for a between some node and c. */
const discriminating: Rule = (context, a, c) => {
  const { pattern, separator } = context;
  if (pattern.at(c, a) !== mark.circle) return false;
  const path = discriminated(pattern, a, c);
  const separating = path && separator(path.start, c);
  if (!path || !separating) return false;
  if (separating.includes(a)) {
    if (context.knowledge.forbidden(a, c)) return false;
    draw(context, a, c, mark.arrow);
    return draw(context, c, a, mark.tail);
  }
  draw(context, path.before, a, mark.arrow);
  draw(context, a, c, mark.arrow);
  return draw(context, c, a, mark.arrow);
};

/** Rule 8: a → b → c makes a o→ c into a → c. */
const tailFromChain: Rule = (context, a, c) => {
  const { pattern } = context;
  if (!openArrow(pattern, a, c)) return false;
  const holds = pattern.neighbours(a).some((b) => pattern.directed(a, b) && pattern.directed(b, c));
  return holds && draw(context, c, a, mark.tail);
};

/** Rule 9: an uncovered possibly directed path a, b, …, c with b and c apart makes a o→ c into a → c. */
const tailFromPath: Rule = (context, a, c) => {
  const { pattern } = context;
  if (!openArrow(pattern, a, c)) return false;
  const holds = pattern
    .neighbours(a)
    .some((b) => b !== c && !pattern.adjacent(b, c) && mayLead(pattern, a, b, c));
  return holds && draw(context, c, a, mark.tail);
};

/** Rule 10: two such paths from a, leaving over nodes that are apart, to two causes of c. */
const tailFromTwoPaths: Rule = (context, a, c) => {
  const { pattern } = context;
  if (!openArrow(pattern, a, c)) return false;
  const causes = pattern.neighbours(c).filter((b) => b !== a && pattern.directed(b, c));
  const leaving = pattern.neighbours(a).filter((b) => b !== c && mayCause(pattern, a, b));
  const holds = leaving.some((first) =>
    leaving.some(
      (second) =>
        first < second &&
        !pattern.adjacent(first, second) &&
        causes.some(
          (one) =>
            mayLead(pattern, a, first, one) &&
            causes.some((other) => other !== one && mayLead(pattern, a, second, other)),
        ),
    ),
  );
  return holds && draw(context, c, a, mark.tail);
};

const rules: readonly Rule[] = [
  awayFromArrow,
  awayFromAncestor,
  doubleTriangle,
  discriminating,
  tailFromChain,
  tailFromPath,
  tailFromTwoPaths,
];

const openArrow = (pattern: Pattern, a: number, c: number) =>
  pattern.at(c, a) === mark.circle && arrowAt(pattern, a, c);

const mayCause = (pattern: Pattern, a: number, b: number) =>
  pattern.at(b, a) !== mark.arrow && pattern.at(a, b) !== mark.tail;

/** Whether an uncovered possibly directed path leads over the edge from `a` to `b` on to `goal`. */
function mayLead(pattern: Pattern, a: number, b: number, goal: number): boolean {
  if (!mayCause(pattern, a, b)) return false;
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [[a, b]];
  for (let step = open.pop(); step; step = open.pop()) {
    const [from, at] = step;
    if (at === goal) return true;
    const key = from * pattern.size + at;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const next of pattern.neighbours(at)) {
      if (
        next !== a &&
        next !== from &&
        !pattern.adjacent(from, next) &&
        mayCause(pattern, at, next)
      )
        open.push([at, next]);
    }
  }
  return false;
}
