import { noiseStream } from "../noise.ts";
import { marketParameters } from "../parameters.ts";
import type { Company } from "../population/company.ts";
import type { World } from "../world.ts";

const SIGNAL = noiseStream("outside signal");
const SIGNAL_DAY = noiseStream("outside signal day");

export type CompanySignalKind = "tender" | "equity-change" | "job-posting";

/** Something that happens to a company and is published outside. All three are exogenous. */
export interface CompanySignal {
  readonly kind: CompanySignalKind;
  readonly day: number;
  /** Days from the fact to its publication. */
  readonly publishedAfterDays: number;
}

const kinds: readonly { kind: CompanySignalKind; perMonth: number; publishedAfter: number }[] = [
  { kind: "tender", perMonth: marketParameters.signals.tenderPerMonth, publishedAfter: 1 },
  { kind: "equity-change", perMonth: marketParameters.signals.equityPerMonth, publishedAfter: 9 },
  { kind: "job-posting", perMonth: marketParameters.signals.hiringPerMonth, publishedAfter: 2 },
];

/** Signals about a company from `firstMonth` (which may lie before the first day) on, in order of time. */
export function signalsOf(world: World, company: Company, firstMonth: number): CompanySignal[] {
  const signals: CompanySignal[] = [];
  for (let month = firstMonth; month < world.calendar.months; month++) {
    const start = month < 0 ? month * 30 : world.calendar.monthStart(month);
    kinds.forEach(({ kind, perMonth, publishedAfter }, index) => {
      const key = month * 4 + index;
      if (world.noise.uniform(SIGNAL, company.index, key, start) >= perMonth) return;
      const day =
        start + Math.floor(28 * world.noise.uniform(SIGNAL_DAY, company.index, key, start));
      signals.push({ kind, day, publishedAfterDays: publishedAfter });
    });
  }
  return signals.sort((left, right) => left.day - right.day);
}

/** Whether a signal of a kind lies in the `days` before `day`. */
export function hasRecent(
  signals: readonly CompanySignal[],
  kind: CompanySignalKind,
  day: number,
  days: number,
): boolean {
  return signals.some(
    (signal) => signal.kind === kind && signal.day <= day && signal.day > day - days,
  );
}
