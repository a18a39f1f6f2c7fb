import type { Grade } from "@causeway/platform-contract";
import type { Cutoffs } from "../training/stored-model.ts";

/**
 * Cut-offs relative to the usual odds of a win: A from three times the odds, B from a quarter above them, C from half of them.
 * So a company that wins one lead in ten grades as finely as one that wins every second.
 */
export function cutoffsFor(baseRate: number): Cutoffs {
  const odds = baseRate / (1 - baseRate);
  const atOdds = (times: number) => (times * odds) / (1 + times * odds);
  return { a: atOdds(3), b: atOdds(1.25), c: atOdds(0.5) };
}

/** The grade of a probability. */
export function gradeOf(probability: number, cutoffs: Cutoffs): Grade {
  if (probability >= cutoffs.a) return "A";
  if (probability >= cutoffs.b) return "B";
  return probability >= cutoffs.c ? "C" : "D";
}
