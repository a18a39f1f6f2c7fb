import type { Field } from "./columns/field.ts";
import { missing } from "./comparators/comparator.ts";
import { levelText, type TwoTexts } from "./comparators/level-text.ts";
import type { LinkResult } from "./link.ts";
import type { LinkModel } from "./model/link-model.ts";
import { type Weighing, weighingsOf } from "./model/match-scorer.ts";

/** What one field says about a pair. */
export interface Evidence {
  readonly field: string;
  readonly level: string;
  /** For it above 0, against it below; how many times likelier among matches than among others, as a power of two. */
  readonly bits: number;
  readonly text: TwoTexts;
}

export interface PairExplanation {
  readonly probability: number;
  /** How sure it is that the two are relatives, neither one nor strangers; 0 where there are no relatives. */
  readonly related: number;
  /** What the evidence below was weighed against: whichever speaks more against the two being one. */
  readonly against: Weighing["against"];
  /** What speaks before any comparison: that two rows taken at random are hardly ever one. */
  readonly priorBits: number;
  /** Strongest first, whichever way it points; with the prior they add up to the odds of the probability. */
  readonly evidence: readonly Evidence[];
}

/**
 * Why two rows are, or are not, one: every field's evidence in words; their bits add up. Where there are relatives, the
 * evidence against strangers or that against relatives, whichever decides.
 */
export function explainPair(
  { plan, model }: Pick<LinkResult, "plan" | "model">,
  left: number,
  right: number,
): PairExplanation {
  return pairExplainer(plan.fields, model)(left, right);
}

/** The same for many pairs: prepares once. */
export function pairExplainer(
  fields: readonly Field[],
  model: LinkModel,
): (left: number, right: number) => PairExplanation {
  const weighings = weighingsOf(fields, model);
  return (left, right) => {
    const all = weighings.map((weighing) => explained(fields, weighing, left, right));
    const least = all.reduce((a, b) => (b.probability < a.probability ? b : a));
    return { ...least, related: relatedProbability(all) };
  };
}

/** From the odds of a match against strangers and against relatives, those of relatives against both. */
function relatedProbability([strangers, relatives]: readonly Pick<
  PairExplanation,
  "probability"
>[]): number {
  if (strangers === undefined || relatives === undefined) return 0;
  const odds = ({ probability }: Pick<PairExplanation, "probability">) =>
    Math.max(1e-300, probability) / Math.max(1e-16, 1 - probability);
  return 1 / (1 + odds(relatives) + odds(relatives) / odds(strangers));
}

function explained(
  fields: readonly Field[],
  { scorer, priorBits, against }: Weighing,
  left: number,
  right: number,
): Omit<PairExplanation, "related"> {
  const [one, other] = [Math.min(left, right), Math.max(left, right)];
  const evidence = fields.flatMap((field, place): readonly Evidence[] => {
    const level = field.compare(one, other);
    if (level === missing) return [];
    const name = field.levels[level] ?? "";
    const bits = scorer.fieldScore(place, one, other);
    return [
      { field: field.name, level: name, bits, text: describe(field.name, name, bits, against) },
    ];
  });
  const total = evidence.reduce((sum, { bits }) => sum + bits, 0);
  return {
    probability: 1 / (1 + 2 ** -(total + priorBits)),
    against,
    priorBits,
    evidence: evidence.toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits)),
  };
}

function describe(
  field: string,
  level: string,
  bits: number,
  against: Weighing["against"],
): TwoTexts {
  const { zh, en } = levelText(level);
  const times = 2 ** Math.abs(bits);
  const ratio = times >= 100 ? Math.round(times).toLocaleString("en-US") : times.toPrecision(2);
  if (against === "relatives") {
    return bits >= 0
      ? {
          zh: `${field}：${zh}，同一对象中出现的可能性是同事、家人等相关对象的 ${ratio} 倍`,
          en: `${field}: ${en}; ${ratio} times likelier if they are one than if they are related, as colleagues are`,
        }
      : {
          zh: `${field}：${zh}，同事、家人等相关对象中出现的可能性是同一对象的 ${ratio} 倍`,
          en: `${field}: ${en}; ${ratio} times likelier if they are related, as colleagues are, than if they are one`,
        };
  }
  return bits >= 0
    ? {
        zh: `${field}：${zh}，同一对象中出现的可能性是不同对象的 ${ratio} 倍`,
        en: `${field}: ${en}; ${ratio} times likelier if they are one`,
      }
    : {
        zh: `${field}：${zh}，不同对象中出现的可能性是同一对象的 ${ratio} 倍`,
        en: `${field}: ${en}; ${ratio} times likelier if they are not`,
      };
}
