import type { Values } from "@causeway/platform-contract";
import type { Verdict } from "./matcher.ts";
import type { PastState, RecordPast } from "./record-past.ts";

/** An outcome that knows how to look at a record. */
export interface BoundOutcome {
  readonly kind: "condition" | "leaves" | "number";
  readonly happened: Verdict;
  /** Over without the outcome. */
  readonly ended: Verdict;
  readonly horizonMs: number;
  /** Whose value leaves, or is predicted. */
  readonly field: string | null;
  readonly dateField: string | null;
  /** The curve over the horizon is asked for, not its end alone. */
  readonly isCurve: boolean;
}

/** When something became so: NaN for a record that came in so and does not say when. */
interface Ending {
  readonly positiveMs: number | undefined;
  readonly negativeMs: number | undefined;
  /** Values when it happened. */
  readonly values: Values | undefined;
  /** The record came in with its end. */
  readonly isSnapshot: boolean;
}

/** How a record ended, seen with all that is known now. */
export function endingOf(
  past: RecordPast,
  states: readonly PastState[],
  outcome: BoundOutcome,
): Ending {
  if (outcome.kind === "leaves") {
    const ended = timeOf(states, outcome.ended, outcome);
    return {
      positiveMs: undefined,
      negativeMs: ended?.atMs,
      values: undefined,
      isSnapshot: past.isImported && (ended?.isFirst ?? false),
    };
  }
  const happened = timeOf(states, outcome.happened, outcome);
  const ended = timeOf(states, outcome.ended, outcome);
  return {
    positiveMs: happened?.atMs,
    negativeMs: ended?.atMs,
    values: happened?.values,
    isSnapshot: past.isImported && ((happened?.isFirst ?? false) || (ended?.isFirst ?? false)),
  };
}

function timeOf(states: readonly PastState[], verdict: Verdict, { dateField }: BoundOutcome) {
  const place = states.findIndex(({ values, atMs }) => verdict(values, atMs));
  const state = states[place];
  if (state === undefined) return undefined;
  // A record that came in with its end tells by a field when that was, or not at all.
  const stated = dateField === null ? Number.NaN : dateOf(state.values[dateField]);
  return { atMs: place === 0 ? stated : state.atMs, values: state.values, isFirst: place === 0 };
}

/** When the record was over, either way; Infinity while it is not, NaN where nobody said. */
export function overMs({ positiveMs, negativeMs }: Ending): number {
  return Math.min(positiveMs ?? Number.POSITIVE_INFINITY, negativeMs ?? Number.POSITIVE_INFINITY);
}

export type Label01 =
  /** `resolvedMs`: when it was decided; NaN where nobody said. */
  | { readonly kind: "known"; readonly value: number; readonly resolvedMs: number }
  | { readonly kind: "undecided" }
  /** Over before the moment, or never to be decided: no case. */
  | { readonly kind: "none" };

const none: Label01 = { kind: "none" };
const undecided: Label01 = { kind: "undecided" };
const known = (value: number, resolvedMs: number): Label01 => ({
  kind: "known",
  value,
  resolvedMs,
});

/** What came of a case, as far as is known at `nowMs`. */
export function labelOf(
  outcome: BoundOutcome,
  ending: Ending,
  states: readonly PastState[],
  atMs: number,
  nowMs: number,
): Label01 {
  if (overMs(ending) <= atMs) return none;
  if (outcome.kind === "number") return numberOf(outcome, ending);
  const endMs = atMs + outcome.horizonMs;
  const cameMs = comingMs(outcome, ending, states, atMs);
  if (cameMs === null) return none;
  if (cameMs !== undefined) return cameMs > endMs ? known(0, endMs) : known(1, cameMs);
  const { negativeMs } = ending;
  if (negativeMs !== undefined) return known(0, Math.min(negativeMs, endMs));
  return endMs <= nowMs ? known(0, endMs) : undecided;
}

/** How long a case was seen, up to the horizon, and whether the outcome came at the end of that time. */
export interface Span {
  readonly seenMs: number;
  readonly ended: boolean;
}

/** The span of a case; what is over without the outcome never gets it. Undefined for no case, and where nobody said when. */
export function spanOf(
  outcome: BoundOutcome,
  ending: Ending,
  states: readonly PastState[],
  atMs: number,
  nowMs: number,
): Span | undefined {
  const { horizonMs } = outcome;
  const cameMs = comingMs(outcome, ending, states, atMs);
  if (overMs(ending) <= atMs || cameMs === null || Number.isNaN(cameMs ?? 0)) return undefined;
  if (cameMs !== undefined) {
    return cameMs - atMs <= horizonMs
      ? { seenMs: cameMs - atMs, ended: true }
      : { seenMs: horizonMs, ended: false };
  }
  const isOver = ending.negativeMs !== undefined;
  return { seenMs: isOver ? horizonMs : Math.min(horizonMs, nowMs - atMs), ended: false };
}

/** When the outcome came: NaN where nobody said, undefined where it has not, null where the record was not there yet. */
function comingMs(
  { kind, field }: BoundOutcome,
  { positiveMs }: Ending,
  states: readonly PastState[],
  atMs: number,
): number | undefined | null {
  if (kind !== "leaves") return positiveMs;
  const value = (state: PastState) => state.values[field ?? ""] ?? null;
  const held = states.findLast((state) => state.atMs <= atMs);
  if (held === undefined) return null;
  return states.find((state) => state.atMs > atMs && value(state) !== value(held))?.atMs;
}

function numberOf({ field }: BoundOutcome, { positiveMs, negativeMs, values }: Ending): Label01 {
  if (positiveMs === undefined) return negativeMs === undefined ? undecided : none;
  const value = values?.[field ?? ""] ?? null;
  return typeof value === "number" ? known(value, positiveMs) : none;
}

/** A date or an instant in milliseconds; NaN for anything else. */
export function dateOf(value: unknown): number {
  return typeof value === "string" ? Date.parse(value) : Number.NaN;
}
