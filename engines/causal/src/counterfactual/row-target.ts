/** What one row adds to the answer, and its slopes in the mechanism's mean as it was and as it would be. */
export interface RowTarget {
  readonly value: number;
  readonly slopeFactual: number;
  readonly slopeCounterfactual: number;
}

/** The evidence of one row: its outcome (NaN where unknown) and the two means; `same` where the intervention changes nothing for it. */
export interface RowEvidence {
  readonly outcome: number;
  readonly factual: number;
  readonly counterfactual: number;
  readonly same: boolean;
}

export type TargetKind = "additive" | "event-time" | "monotone" | "lower" | "upper";

const predicted = ({ counterfactual }: RowEvidence): RowTarget => ({
  value: counterfactual,
  slopeFactual: 0,
  slopeCounterfactual: 1,
});
const settled = (value: number): RowTarget => ({ value, slopeFactual: 0, slopeCounterfactual: 0 });

/**
 * Abduction, action, prediction for one row (Pearl 2009, theorem 7.1.7). A row without an outcome is predicted. For numbers the
 * noise is what the mechanism leaves over: `additive`, or for times to an event a factor (`event-time`; the mechanism is that
 * of the logarithm). For a yes or no the noise is not determined by the data: `lower` and `upper` are the bounds of Tian &
 * Pearl (2000, section 4.2), `monotone` the value if the intervention moves everybody one way.
 */
export function rowTarget(kind: TargetKind, row: RowEvidence): RowTarget {
  if (Number.isNaN(row.outcome)) {
    if (kind !== "event-time") return predicted(row);
    const time = Math.exp(row.counterfactual);
    return { value: time, slopeFactual: 0, slopeCounterfactual: time };
  }
  if (row.same) return settled(row.outcome);
  if (kind === "additive") {
    const value = row.outcome + row.counterfactual - row.factual;
    return { value, slopeFactual: -1, slopeCounterfactual: 1 };
  }
  if (kind === "event-time") {
    const time = row.outcome * Math.exp(row.counterfactual - row.factual);
    return { value: time, slopeFactual: -time, slopeCounterfactual: time };
  }
  return yesOrNo(kind, row);
}

const within = (share: number) => Math.min(Math.max(share, 0.005), 0.995);

function yesOrNo(kind: "monotone" | "lower" | "upper", row: RowEvidence): RowTarget {
  const p = within(row.factual);
  const q = within(row.counterfactual);
  // A no is a yes of the opposite: 1 − P(no stays no or a yes becomes a no).
  if (row.outcome === 1) return keptYes(kind, p, q);
  const mirrored = { monotone: "monotone", lower: "upper", upper: "lower" } as const;
  const kept = keptYes(mirrored[kind], 1 - p, 1 - q);
  return { ...kept, value: 1 - kept.value };
}

/** P(still yes | it was a yes), where a yes has the chance p before and q after. */
function keptYes(kind: "monotone" | "lower" | "upper", p: number, q: number): RowTarget {
  const share = kind === "lower" ? (p + q - 1) / p : q / p;
  if (share <= 0) return settled(0);
  if (share >= 1) return settled(1);
  return kind === "lower"
    ? { value: share, slopeFactual: (1 - q) / p ** 2, slopeCounterfactual: 1 / p }
    : { value: share, slopeFactual: -q / p ** 2, slopeCounterfactual: 1 / p };
}
