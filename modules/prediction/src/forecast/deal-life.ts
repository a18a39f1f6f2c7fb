/** A deal from its creation on, as its records tell it. */
export interface DealLife {
  readonly id: string;
  readonly createdMs: number;
  /** What was known of it from a moment on, in order of time; the first from its creation. */
  readonly states: readonly DealState[];
  /** When it was won or lost; null while it is open. */
  readonly closedMs: number | null;
  readonly outcome: "won" | "lost" | null;
}

export interface DealState {
  readonly fromMs: number;
  readonly stage: string;
  /** Since when it has been in this stage. */
  readonly stageSinceMs: number;
  readonly amount: number | null;
  readonly expectedCloseMs: number | null;
  /** Who sells it: the groups of a forecast. */
  readonly team: string | null;
}

/** What was known of a deal at a moment; undefined before its creation. */
export function stateAt({ states }: DealLife, atMs: number): DealState | undefined {
  return states.findLast(({ fromMs }) => fromMs <= atMs);
}

export function isOpenAt({ createdMs, closedMs }: DealLife, atMs: number): boolean {
  return createdMs <= atMs && (closedMs === null || closedMs > atMs);
}

/** What a won deal came to; 0 for every other. */
export function wonAmount({ outcome, states }: DealLife): number {
  return outcome === "won" ? (states.at(-1)?.amount ?? 0) : 0;
}

/** One change of a deal's record: the fields it set, at a moment. */
export interface DealChange {
  readonly atMs: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Builds a life from a deal's creation and changes, in order of time. Throws RangeError where there are none. */
export function dealLife(id: string, changes: readonly DealChange[]): DealLife {
  const [first] = changes;
  if (first === undefined) throw new RangeError(`Deal ${id} has no creation`);
  const values: Record<string, unknown> = {};
  const states: DealState[] = [];
  let closedMs: number | null = null;
  let outcome: DealLife["outcome"] = null;
  for (const { atMs, values: changed } of changes) {
    Object.assign(values, changed);
    const stage = textOf(values["stage"]) ?? "";
    const before = states.at(-1);
    states.push({
      fromMs: atMs,
      stage,
      stageSinceMs: before?.stage === stage ? before.stageSinceMs : atMs,
      amount: numberOf(values["amount"]),
      expectedCloseMs: timeOf(values["expected_close"]),
      team: textOf(values["team"]),
    });
    // A deal that is opened again is open.
    const ended = stage === "won" || stage === "lost" ? stage : null;
    if (ended !== outcome) closedMs = ended === null ? null : (timeOf(values["closed_at"]) ?? atMs);
    outcome = ended;
  }
  // What is entered after it was won has been there since then.
  const createdMs = Math.min(first.atMs, closedMs ?? first.atMs);
  const known = states.map((state, place) =>
    place === 0 ? { ...state, fromMs: createdMs } : state,
  );
  return { id, createdMs, states: known, closedMs, outcome };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function timeOf(value: unknown): number | null {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
