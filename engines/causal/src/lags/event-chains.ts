import { normalUpper } from "@causeway/engine-statistics";
import { clusteredAssociation } from "./clustered-association.ts";
import { type CustomerPanel, customerPanel } from "./customer-panel.ts";
import { excessDelay } from "./delay.ts";
import type { CustomerEvents, EventLink } from "./event-log.ts";

export interface EventChainOptions {
  /** Effects later than this many days are not looked for. */
  readonly longestDelay: number;
  /** The share of false links to accept among all ordered pairs together; default 0.05. */
  readonly alpha?: number;
  /** Into how many steps the longest delay is cut; default 20. */
  readonly steps?: number;
}

interface Candidate {
  readonly cause: string;
  readonly lags: readonly number[];
  readonly z: number;
}

/**
 * Which kinds of events bring about which others, and how much later, from the irregular events of many customers. Time
 * gives the direction. A cause must precede its effect more often than the customer's own rate explains (means of each customer taken
 * out), in some window of lags, and still do so given the recent past of the effect and of every other strong
 * candidate: the condition-selection of PCMCI (Runge et al. 2019) on a panel whose clusters are the customers.
 * What a third kind of event carries on is thereby left to that kind. Order of types and customers does not matter.
 */
export function findEventChains(
  customers: readonly CustomerEvents[],
  { longestDelay, alpha = 0.05, steps = 20 }: EventChainOptions,
): readonly EventLink[] {
  const types = [
    ...new Set(customers.flatMap(({ events }) => events.map(({ type }) => type))),
  ].sort();
  const step = longestDelay / steps;
  const panel = customerPanel(customers, step, steps);
  const level = alpha / Math.max(1, types.length * (types.length - 1));
  return types.flatMap((effect) => {
    const candidates = types
      .filter((cause) => cause !== effect)
      .flatMap((cause) => candidate(panel, cause, effect, steps, level))
      .sort((a, b) => b.z - a.z);
    return survivors(panel, candidates, effect, steps, level).map(({ cause, lags, z }) => {
      const window = {
        from: Math.max(0, ((lags[0] ?? 1) - 1) * step),
        to: ((lags.at(-1) ?? steps) + 1) * step,
      };
      const { delay, excess, causes } = excessDelay(customers, cause, effect, window);
      const evidence = { pValue: twoSided(z), excess, causes, customers: customers.length };
      return { cause, effect, delay, evidence };
    });
  });
}

const twoSided = (z: number) => 2 * normalUpper(Math.abs(z));

/** A cause with the window of lags around its strongest one, where any lag stands out. */
function candidate(
  panel: CustomerPanel,
  cause: string,
  effect: string,
  steps: number,
  level: number,
): readonly Candidate[] {
  const outcome = panel.column(effect, 0);
  const scores = Array.from({ length: steps }, (_, index) =>
    clusteredAssociation(panel.column(cause, index + 1), outcome, [], panel.starts),
  );
  const peak = scores.indexOf(Math.max(...scores));
  if (twoSided(scores[peak] ?? 0) * steps > level || (scores[peak] ?? 0) <= 0) return [];
  // The window ends where two steps in a row say nothing.
  const isQuiet = (index: number) => (scores[index] ?? 0) < 2 && (scores[index + 1] ?? 0) < 2;
  let [low, high] = [peak, peak];
  while (low > 0 && !isQuiet(low - 2) && (scores[low - 1] ?? 0) > 0) low--;
  while (high + 1 < steps && !isQuiet(high + 1) && (scores[high + 1] ?? 0) > 0) high++;
  const lags = Array.from({ length: high - low + 1 }, (_, index) => low + index + 1);
  const z = clusteredAssociation(total(panel, cause, lags), outcome, [], panel.starts);
  return [{ cause, lags, z }];
}

function total(panel: CustomerPanel, type: string, lags: readonly number[]): Float64Array {
  const [first = 1, ...rest] = lags;
  const sum = Float64Array.from(panel.column(type, first));
  for (const lag of rest) {
    const column = panel.column(type, lag);
    for (let row = 0; row < sum.length; row++)
      sum[row] = (sum[row] as number) + (column[row] as number);
  }
  return sum;
}

/** Those that still raise the effect given its own past and one, two … of the strongest others. */
function survivors(
  panel: CustomerPanel,
  candidates: readonly Candidate[],
  effect: string,
  steps: number,
  level: number,
): readonly Candidate[] {
  const pastOf = (type: string) =>
    Array.from({ length: steps }, (_, index) => panel.column(type, index + 1));
  const outcome = panel.column(effect, 0);
  let kept = candidates;
  for (let others = 0; others < kept.length; others++) {
    const frozen = kept;
    kept = frozen.flatMap((tested) => {
      const strongest = frozen.filter((other) => other !== tested).slice(0, others);
      const given = [effect, ...strongest.map(({ cause }) => cause)].flatMap(pastOf);
      const x = total(panel, tested.cause, tested.lags);
      const z = clusteredAssociation(x, outcome, given, panel.starts);
      return z > 0 && twoSided(z) <= level ? [{ ...tested, z: Math.min(z, tested.z) }] : [];
    });
  }
  return kept;
}
