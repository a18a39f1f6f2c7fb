import type { Knowledge } from "./knowledge.ts";
import { orient, type Pattern, reaches } from "./pattern.ts";

/** Whether rule 1 may not rely on this triple: it was called ambiguous. */
export type AmbiguousTriple = (a: number, middle: number, c: number) => boolean;

/**
 * Orients what follows from the arrows so far: Meek's rules 1 to 4 (Meek 1995, section 2), repeated until nothing
 * changes; rule 4 is needed once knowledge has put arrows in. Never orients against knowledge, and never closes
 * a cycle. Conflicting (bidirected) edges neither change nor serve as premises.
 */
export function applyMeekRules(
  pattern: Pattern,
  knowledge: Knowledge,
  ambiguous: AmbiguousTriple,
): void {
  const context = { pattern, ambiguous };
  const follows = (from: number, to: number) =>
    pattern.undirected(from, to) &&
    !knowledge.forbidden(from, to) &&
    rules.some((rule) => rule(context, from, to)) &&
    !reaches(pattern, to, from);
  let changed = true;
  while (changed) {
    changed = false;
    for (let from = 0; from < pattern.size; from++) {
      for (const to of pattern.neighbours(from)) {
        if (!follows(from, to)) continue;
        orient(pattern, from, to);
        changed = true;
      }
    }
  }
}

interface Context {
  readonly pattern: Pattern;
  readonly ambiguous: AmbiguousTriple;
}
type Rule = (context: Context, from: number, to: number) => boolean;

const some = (pattern: Pattern, node: number, holds: (other: number) => boolean) =>
  pattern.neighbours(node).some(holds);

const awayFromCollider: Rule = ({ pattern, ambiguous }, from, to) =>
  some(
    pattern,
    from,
    (cause) =>
      cause !== to &&
      pattern.directed(cause, from) &&
      !pattern.adjacent(cause, to) &&
      !ambiguous(cause, from, to),
  );

const awayFromCycle: Rule = ({ pattern }, from, to) =>
  some(pattern, from, (middle) => pattern.directed(from, middle) && pattern.directed(middle, to));

const twoWays: Rule = ({ pattern, ambiguous }, from, to) => {
  const middles = pattern
    .neighbours(from)
    .filter((node) => pattern.undirected(from, node) && pattern.directed(node, to));
  return middles.some((a) =>
    middles.some((b) => a < b && !pattern.adjacent(a, b) && !ambiguous(a, from, b)),
  );
};

const withKnowledge: Rule = ({ pattern, ambiguous }, from, to) =>
  some(
    pattern,
    from,
    (first) =>
      first !== to &&
      pattern.undirected(from, first) &&
      !pattern.adjacent(first, to) &&
      !ambiguous(first, from, to) &&
      some(
        pattern,
        first,
        (second) =>
          pattern.directed(first, second) &&
          pattern.directed(second, to) &&
          pattern.adjacent(from, second),
      ),
  );

const rules: readonly Rule[] = [awayFromCollider, awayFromCycle, twoWays, withKnowledge];
