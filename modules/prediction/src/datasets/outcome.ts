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
  | { readonly kind: "known"; readonly value: number }
  | { readonly kind: "undecided" }
  /** Over before the moment, or never to be decided: no case. */
  | { readonly kind: "none" };

const none: Label01 = { kind: "none" };
const undecided: Label01 = { kind: "undecided" };
const known = (value: number): Label01 => ({ kind: "known", value });

/** What came of a case, as far as is known at `nowMs`. */
export function labelOf(
  outcome: BoundOutcome,
  ending: Ending,
  states: readonly PastState[],
  atMs: number,
  nowMs: number,
): Label01 {
  if (overMs(ending) <= atMs) return none;
  const endMs = atMs + outcome.horizonMs;
  if (outcome.kind === "leaves") return leavingOf(outcome, states, atMs, endMs, nowMs);
  return outcome.kind === "number" ? numberOf(outcome, ending) : happeningOf(ending, endMs, nowMs);
}

function happeningOf({ positiveMs, negativeMs }: Ending, endMs: number, nowMs: number): Label01 {
  if (positiveMs !== undefined) return known(positiveMs > endMs ? 0 : 1);
  if (negativeMs !== undefined) return known(0);
  return endMs <= nowMs ? known(0) : undecided;
}

function numberOf({ field }: BoundOutcome, { positiveMs, negativeMs, values }: Ending): Label01 {
  if (positiveMs === undefined) return negativeMs === undefined ? undecided : none;
  const value = values?.[field ?? ""] ?? null;
  return typeof value === "number" ? known(value) : none;
}

function leavingOf(
  { field }: BoundOutcome,
  states: readonly PastState[],
  atMs: number,
  endMs: number,
  nowMs: number,
): Label01 {
  const value = (state: PastState) => state.values[field ?? ""] ?? null;
  const held = states.findLast((state) => state.atMs <= atMs);
  if (held === undefined) return none;
  const left = states.find((state) => state.atMs > atMs && value(state) !== value(held));
  if (left !== undefined) return known(left.atMs <= endMs ? 1 : 0);
  return endMs <= nowMs ? known(0) : undecided;
}

/** A date or an instant in milliseconds; NaN for anything else. */
export function dateOf(value: unknown): number {
  return typeof value === "string" ? Date.parse(value) : Number.NaN;
}
