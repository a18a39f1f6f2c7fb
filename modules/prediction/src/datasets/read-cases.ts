import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import type { Case } from "./feature.ts";
import { momentsOf } from "./moments.ts";
import { endingOf, labelOf, overMs, type Span, spanOf } from "./outcome.ts";
import { type Page, readPage } from "./read-page.ts";
import { type RecordPast, statesOf, valuesAt } from "./record-past.ts";

/** A case whose outcome is known. */
export interface LabelledCase {
  readonly case: Case;
  readonly label: number;
  /** When it was decided; NaN where nobody said. */
  readonly resolvedMs: number;
  /** Of a curve: how long it was seen. */
  readonly span: Span | undefined;
}

/** A case of a curve that is not decided yet, as far as it was seen. */
export interface WaitingCase {
  readonly case: Case;
  readonly span: Span;
}

export interface RecordCases {
  readonly id: string;
  readonly cases: readonly LabelledCase[];
  /** Of a curve alone. */
  readonly waiting: readonly WaitingCase[];
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
  return page.pasts.flatMap((today): RecordCases[] => {
    const past = knownBy(today, nowMs);
    return past === undefined ? [] : [casesOf(past, page, bound, nowMs)];
  });
}

function casesOf(
  past: RecordPast,
  page: Page,
  { definition, outcome, population }: BoundDefinition,
  nowMs: number,
): RecordCases {
  const states = statesOf(past).map(({ atMs, values }) => ({
    atMs,
    values: page.row(past, values, atMs),
  }));
  const ending = endingOf(past, states, outcome);
  const { isSnapshot } = ending;
  const over = overMs(ending);
  const cases: LabelledCase[] = [];
  const waiting: WaitingCase[] = [];
  let undecided = 0;
  for (const atMs of momentsOf(definition.moment, past, over, nowMs)) {
    if (!population(page.row(past, valuesAt(past, atMs), atMs), atMs)) continue;
    const label = labelOf(outcome, ending, states, atMs, nowMs);
    const span = outcome.isCurve ? spanOf(outcome, ending, states, atMs, nowMs) : undefined;
    if (label.kind === "known") {
      const { value, resolvedMs } = label;
      cases.push({ case: page.caseAt(past, atMs, isSnapshot), label: value, resolvedMs, span });
    } else if (label.kind === "undecided") {
      undecided++;
      if (span) waiting.push({ case: page.caseAt(past, atMs, isSnapshot), span });
    }
  }
  const isOpen = over === Number.POSITIVE_INFINITY;
  return { id: past.record.id, cases, waiting, undecided, isSnapshot, isOpen };
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
