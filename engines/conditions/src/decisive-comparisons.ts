import type { ExplainedComparison, ExplainedCondition } from "./explain.ts";
import type { Verdict } from "./value.ts";

type Comparisons = readonly ExplainedComparison[];

/**
 * The comparisons that a verdict hangs on, each counted as free to turn out either way. True: a smallest
 * set whose verdicts alone make the whole true. False or unknown: a smallest set that would have to turn
 * out otherwise to make it true; empty where none can.
 */
export function decisiveComparisons(root: ExplainedCondition): Comparisons {
  if (root.verdict === true) return support(root, true);
  return repair(root, true) ?? [];
}

/** A smallest set of comparisons that forces the verdict which the node has. */
function support(node: ExplainedCondition, verdict: boolean): Comparisons {
  switch (node.kind) {
    case "comparison":
      return [node];
    case "not":
      return support(node.part, !verdict);
    default:
      if (needsEveryPart(node.kind, verdict)) {
        return node.parts.flatMap((part) => support(part, verdict));
      }
      return (
        smallest(
          node.parts
            .filter((part) => part.verdict === verdict)
            .map((part) => support(part, verdict)),
        ) ?? []
      );
  }
}

/** A smallest set of comparisons to turn so that the node gets the verdict; undefined where none can. */
function repair(node: ExplainedCondition, verdict: boolean): Comparisons | undefined {
  if (node.verdict === verdict) return [];
  switch (node.kind) {
    case "comparison":
      return [node];
    case "not":
      return repair(node.part, !verdict);
    default: {
      const repairs = node.parts.map((part) => repair(part, verdict));
      const possible = repairs.filter((comparisons) => comparisons !== undefined);
      if (!needsEveryPart(node.kind, verdict)) return smallest(possible);
      return possible.length === repairs.length ? possible.flat() : undefined;
    }
  }
}

function needsEveryPart(kind: "all" | "any", verdict: Exclude<Verdict, null>): boolean {
  return verdict === (kind === "all");
}

function smallest(candidates: readonly Comparisons[]): Comparisons | undefined {
  return candidates.reduce<Comparisons | undefined>(
    (best, candidate) => (best === undefined || candidate.length < best.length ? candidate : best),
    undefined,
  );
}
