import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import type { Case } from "./feature.ts";
import { momentsOf } from "./moments.ts";
import { endingOf, labelOf, overMs } from "./outcome.ts";
import { readPage } from "./read-page.ts";
import { type RecordPast, statesOf, valuesAt } from "./record-past.ts";

/** A case whose outcome is known. */
export interface LabelledCase {
  readonly case: Case;
  readonly label: number;
}

export interface RecordCases {
  readonly id: string;
  readonly cases: readonly LabelledCase[];
  /** Moments whose outcome is not known yet. */
  readonly undecided: number;
  /** It came in with its end: what it was like before is not known. */
  readonly isSnapshot: boolean;
  /** Nobody has said how it ended. */
  readonly isOpen: boolean;
}

/** The cases that records give, as all was known at `nowMs`; deleted records and those that came later give none. */
export async function readCases(
  trx: WorkspaceTransaction,
  bound: BoundDefinition,
  ids: readonly string[],
  nowMs: number,
): Promise<readonly RecordCases[]> {
  const page = await readPage(trx, bound, ids);
  const { definition, outcome, population } = bound;
  return page.pasts.flatMap((today): RecordCases[] => {
    const past = knownBy(today, nowMs);
    if (past === undefined) return [];
    const states = statesOf(past).map(({ atMs, values }) => ({
      atMs,
      values: page.row(past, values, atMs),
    }));
    const ending = endingOf(past, states, outcome);
    const over = overMs(ending);
    let undecided = 0;
    const cases: LabelledCase[] = [];
    for (const atMs of momentsOf(definition.moment, past, over, nowMs)) {
      if (!population(page.row(past, valuesAt(past, atMs), atMs), atMs)) continue;
      const label = labelOf(outcome, ending, states, atMs, nowMs);
      if (label.kind === "undecided") undecided++;
      if (label.kind !== "known") continue;
      cases.push({ case: page.caseAt(past, atMs, ending.isSnapshot), label: label.value });
    }
    const isOpen = over === Number.POSITIVE_INFINITY;
    return [{ id: past.record.id, cases, undecided, isSnapshot: ending.isSnapshot, isOpen }];
  });
}

/** A record without what became known later; undefined where it was not known, or is deleted. */
function knownBy(past: RecordPast, nowMs: number): RecordPast | undefined {
  if (past.record.deletedAt !== null || Math.max(past.createdMs, past.knownMs) > nowMs) {
    return undefined;
  }
  const changes = past.changes.filter(({ knownMs }) => knownMs <= nowMs);
  if (changes.length === past.changes.length) return past;
  return { ...past, changes, record: { ...past.record, values: valuesAt(past, nowMs) } };
}
