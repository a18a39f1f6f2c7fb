import {
  type Column,
  createDataset,
  measureWorth,
  numericColumn,
  timeOrderedFolds,
  type Worth,
} from "@causeway/engine-learning";
import type { Label, Tier } from "@causeway/platform-contract";

/** One lead that has ended, and how often each type of touchpoint was seen before it was looked at. */
export interface WorthCase {
  readonly atMs: number;
  readonly isWon: boolean;
  /** By type: touchpoints of the last 30 and of the last 90 days. */
  readonly counts: Readonly<Record<string, readonly [days30: number, days90: number]>>;
}

export interface TypeFacts {
  readonly type: string;
  readonly label: Label;
  readonly tier: Tier;
  readonly touchpoints: number;
}

export interface JudgedType extends TypeFacts {
  readonly reach: number;
  readonly gain: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly q: number | null;
  /** Null: nothing seen speaks for another tier than it has. */
  readonly proposal: Tier | "stop" | null;
  readonly reason: Label;
}

export interface TouchpointJudgement {
  readonly leads: number;
  readonly types: readonly JudgedType[];
}

/** Fewer leads of either end say nothing about any type. */
const fewestOfEnd = 50;
/** A type that fewer leads had is not tested. */
const fewestWith = 30;
const falseDiscoveries = 0.1;
/** A share of the best gain that makes a must. */
const mustShare = 0.25;
/** Bits a thousand leads too small to care about. */
const negligible = 4;
/** A type is called silent only where leads with and without it are enough to see odds that differ by this factor. */
const visibleOdds = 1.35;
const folds = 5;

/**
 * What each type of touchpoint adds to telling which leads are won, later ones judged by earlier ones, and the tier that
 * follows. Undefined where too few leads have ended.
 */
export function judgeTouchpoints(
  cases: readonly WorthCase[],
  types: readonly TypeFacts[],
): TouchpointJudgement | undefined {
  const won = cases.filter(({ isWon }) => isWon).length;
  if (Math.min(won, cases.length - won) < fewestOfEnd) return undefined;
  const withType = (type: string) =>
    cases.filter(({ counts }) => (counts[type]?.[1] ?? 0) > 0).length;
  const tested = types.filter(
    ({ type }) => withType(type) >= fewestWith && cases.length - withType(type) >= fewestWith,
  );
  const dataset = createDataset(
    tested.flatMap(({ type }) => columnsOf(type, cases)),
    cases.length,
  );
  const groups = new Map(tested.map(({ type }) => [type, columnNames(type)] as const));
  const worths = measureWorth(
    dataset,
    Float64Array.from(cases, ({ isWon }) => (isWon ? 1 : 0)),
    groups,
    {
      folds: timeOrderedFolds(
        Float64Array.from(cases, ({ atMs }) => atMs),
        folds,
      ),
    },
  );
  const byType = new Map(worths.map((worth) => [worth.name, worth]));
  const best = Math.max(0, ...worths.map(({ gain }) => gain));
  const judged = types.map((facts) => {
    const having = withType(facts.type);
    const isSharp = isVisible(having, cases.length - having, won / cases.length);
    const proposal = proposalFor(byType.get(facts.type), best, isSharp);
    return { ...facts, reach: having / cases.length, ...proposal };
  });
  return {
    leads: cases.length,
    types: judged.sort((a, b) => (b.gain?.value ?? -1e9) - (a.gain?.value ?? -1e9)),
  };
}

/** Whether a log odds ratio of so many leads with and without (Woolf, 1955) is sharp enough at 90 %. */
function isVisible(having: number, lacking: number, rate: number): boolean {
  const variance = rate * (1 - rate);
  const error = Math.sqrt(1 / (variance * having) + 1 / (variance * lacking));
  return 1.645 * error <= Math.log(visibleOdds);
}

const columnNames = (type: string) => [`${type} 30`, `${type} 31-90`];

function columnsOf(type: string, cases: readonly WorthCase[]): readonly Column[] {
  const counts = cases.map((one) => one.counts[type] ?? [0, 0]);
  return [
    counts.map(([days30]) => Math.log1p(days30)),
    counts.map(([days30, days90]) => Math.log1p(Math.max(0, days90 - days30))),
  ].map((values, place) => numericColumn(columnNames(type)[place] ?? type, values));
}

function proposalFor(
  worth: Worth | undefined,
  best: number,
  isSharp: boolean,
): Pick<JudgedType, "gain" | "q" | "proposal" | "reason"> {
  if (worth === undefined) return { gain: null, q: null, proposal: null, reason: reasons.rare };
  const { gain: value, low, high, q } = worth;
  const shared = { gain: { value, low, high }, q };
  if (q <= falseDiscoveries && low > 0) {
    return value >= mustShare * best
      ? { ...shared, proposal: "L1", reason: reasons.must }
      : { ...shared, proposal: "L2", reason: reasons.useful };
  }
  if (high >= negligible) return { ...shared, proposal: null, reason: reasons.unsure };
  return isSharp
    ? { ...shared, proposal: "stop", reason: reasons.noise }
    : { ...shared, proposal: null, reason: reasons.few };
}

const reasons = {
  must: {
    zh: "对没见过的记录，它明显提高了预测，是最有用的几类之一",
    en: "It clearly betters the prediction of records not seen, and is among the most telling",
  },
  useful: {
    zh: "有用，但比最有用的几类小得多",
    en: "It helps, by much less than the most telling ones",
  },
  unsure: {
    zh: "还看不出有没有用：区间里既有零，也有值得在意的大小",
    en: "It cannot be told yet: the interval holds zero and also what would matter",
  },
  few: {
    zh: "看不出有用，但记录还太少，不足以说它没有信息",
    en: "No use is seen, but there are too few records to say that it tells nothing",
  },
  noise: {
    zh: "测得足够准，可以说它对结果没有信息：只增加噪音",
    en: "Measured well enough to say that it tells nothing about the outcome: it only adds noise",
  },
  rare: {
    zh: "有它的（或没有它的）记录太少，没有检验",
    en: "Too few records have it, or lack it, to test",
  },
} as const satisfies Record<string, Label>;
