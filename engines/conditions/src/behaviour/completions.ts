import { createMatcher, type EvaluateOptions, type Row } from "../evaluate.ts";
import type { Verdict } from "../value.ts";
import type { CheckedSequence } from "./sequence.ts";

/** One thing that somebody did. */
export interface Happening {
  readonly id: string;
  readonly atMs: number;
  readonly row: Row;
}

/** A sequence that came to its end, with the happenings that it is made of. */
export interface Completion {
  readonly atMs: number;
  readonly parts: readonly string[];
}

/** The start of a match: when it began, and what it is made of so far. */
interface Partial {
  readonly startMs: number;
  readonly parts: readonly string[];
}

const dayMs = 86_400_000;

/**
 * Every time a sequence was completed in the life of one person, `happenings` in order of time. Completions do not
 * overlap: what has counted once does not count again, so six views in a row are two times three. Of several ways to
 * complete at the same moment the one that began last is taken, since it fits the window if any does.
 */
export function completions(
  sequence: CheckedSequence,
  happenings: readonly Happening[],
  options: EvaluateOptions,
): readonly Completion[] {
  const steps = sequence.steps.flatMap(({ of, times }) => {
    const matches = createMatcher(of, options);
    return Array.from({ length: times }, () => matches);
  });
  const breaks = sequence.without && createMatcher(sequence.without, options);
  const windowMs = sequence.withinDays * dayMs;
  const found: Completion[] = [];
  /** By how many parts are there, the match that began last. */
  const open = new Map<number, Partial>();
  for (const happening of happenings) {
    if (breaks?.(happening.row) === true) {
      open.clear();
      continue;
    }
    extend(open, steps, happening, windowMs);
    const complete = open.get(steps.length);
    if (complete === undefined) continue;
    found.push({ atMs: happening.atMs, parts: complete.parts });
    open.clear();
  }
  return found;
}

/** Lets a happening be the next part of every match that it fits, the longest first, so that it is one part of each. */
function extend(
  open: Map<number, Partial>,
  steps: readonly ((row: Row) => Verdict)[],
  { id, atMs, row }: Happening,
  windowMs: number,
): void {
  for (let place = steps.length - 1; place >= 0; place--) {
    const before = place === 0 ? { startMs: atMs, parts: [] } : open.get(place);
    if (before === undefined || steps[place]?.(row) !== true) continue;
    if (atMs - before.startMs > windowMs) continue;
    open.set(place + 1, { startMs: before.startMs, parts: [...before.parts, id] });
  }
}
