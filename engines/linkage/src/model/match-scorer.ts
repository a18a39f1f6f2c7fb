import type { Field } from "../columns/field.ts";
import type { LinkModel } from "./link-model.ts";
import { below, type PairScorer, pairScorer, type ScorerOptions } from "./pair-scorer.ts";

/** What a pair is weighed against: strangers, and relatives where there are any. */
export interface Weighing {
  readonly scorer: PairScorer;
  /** The odds of a match before any evidence, in bits. */
  readonly priorBits: number;
  readonly against: "strangers" | "relatives";
}

/** The weighings of a model, strangers first; a pair's odds are those of the one that speaks most against it. */
export function weighingsOf(
  fields: readonly Field[],
  model: LinkModel,
  options?: ScorerOptions,
): readonly Weighing[] {
  const against = {
    scorer: pairScorer(fields, model, options),
    priorBits: oddsInBits(model.prior),
    against: "strangers",
  } as const;
  const { relatives } = model;
  if (relatives === undefined) return [against];
  // That relatives share a rare value is no surprise: only what they share by chance tells more the rarer it is.
  const shared = fields.map((field, place) =>
    relatives.byChance[place] ? field : { ...field, frequency: undefined },
  );
  const scorer = pairScorer(shared, { fields: relatives.fields, prior: model.prior }, options);
  return [against, { scorer, priorBits: Math.log2(relatives.odds), against: "relatives" }];
}

/** The evidence of a pair in bits, to which the model's prior is to be added; `below` where it cannot reach the floor. */
export function matchScore(
  fields: readonly Field[],
  model: LinkModel,
  options?: ScorerOptions,
): PairScorer["score"] {
  const [strangers, relatives] = weighingsOf(fields, model, options);
  if (strangers === undefined) return () => below;
  if (relatives === undefined) return strangers.scorer.score;
  const shift = relatives.priorBits - strangers.priorBits;
  return (left, right, floor) => {
    const bits = strangers.scorer.score(left, right, floor);
    if (bits < floor) return below;
    const other = relatives.scorer.score(left, right, floor - shift) + shift;
    return Math.min(bits, other);
  };
}

function oddsInBits(probability: number): number {
  return Math.log2(probability / (1 - probability));
}
