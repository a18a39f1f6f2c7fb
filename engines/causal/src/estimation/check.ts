export type Verdict = "trusted" | "caution" | "refused";

/** One test of an estimate's assumptions, with what it found in words. */
export interface Check {
  readonly name: string;
  readonly verdict: Verdict;
  readonly says: { readonly zh: string; readonly en: string };
}

/** The verdict of the value against two bounds: beyond `refuse` refused, beyond `caution` caution. */
export function graded(
  value: number,
  bounds: { readonly caution: number; readonly refuse: number },
): Verdict {
  if (!(value <= bounds.refuse)) return "refused";
  return value <= bounds.caution ? "trusted" : "caution";
}

/** The worst of several verdicts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("refused")) return "refused";
  return verdicts.includes("caution") ? "caution" : "trusted";
}
