import fc from "fast-check";
import { expect, it } from "vitest";
import { where } from "../condition.ts";
import type { FieldDescription } from "../field-catalog.ts";
import { type Completion, completions, type Happening } from "./completions.ts";
import { fadedWeight } from "./faded-weight.ts";
import { parseSequence } from "./parse-sequence.ts";
import type { Sequence } from "./sequence.ts";

const dayMs = 86_400_000;
const catalog = new Map<string, FieldDescription>([
  ["topic", { type: "text", label: { zh: "主题", en: "Topic" } }],
  ["name", { type: "text", label: { zh: "名称", en: "Name" } }],
]);
const options = { now: new Date(0), unreadable: "null" } as const;
const viewOf = (topic: string) => where("topic", "equals", topic);

function run(sequence: Sequence, happenings: readonly Happening[]): readonly Completion[] {
  const parsed = parseSequence(sequence, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return completions(parsed.checked, happenings, options);
}

/** Topics on days, such as "c0 c1 d1.5". */
function story(text: string): Happening[] {
  return text.split(" ").map((part, place) => ({
    id: String(place),
    atMs: Number(part.slice(1)) * dayMs,
    row: { topic: part[0] ?? "" },
  }));
}

const threeViews: Sequence = {
  steps: [{ of: viewOf("c"), times: 3 }],
  without: viewOf("d"),
  withinDays: 7,
};
const parts = (found: readonly Completion[]) => found.map((one) => one.parts.join(","));

it("completions() finds three views in a row without a download, and begins anew after them", () => {
  expect(parts(run(threeViews, story("c0 x1 c2 c3 c4 c5 c6")))).toEqual(["0,2,3", "4,5,6"]);
  expect(parts(run(threeViews, story("c0 c1 d2 c3 c4")))).toEqual([]);
  expect(parts(run(threeViews, story("d0 c1 c2 c3 d4")))).toEqual(["1,2,3"]);
});

it("completions() lets an old beginning fall out of the window", () => {
  expect(parts(run(threeViews, story("c0 c6 c8 c9")))).toEqual(["1,2,3"]);
  expect(parts(run(threeViews, story("c0 c6 c7")))).toEqual(["0,1,2"]);
});

it("completions() keeps the order of different steps", () => {
  const sequence: Sequence = {
    steps: [
      { of: viewOf("s"), times: 1 },
      { of: viewOf("p"), times: 2 },
    ],
    without: null,
    withinDays: 3,
  };
  expect(parts(run(sequence, story("p0 s1 p2 x2 p3")))).toEqual(["1,2,4"]);
  expect(parts(run(sequence, story("p0 p1 s2")))).toEqual([]);
});

/** Tries every choice of parts; the earliest end counts, of those the latest beginning, and then it goes on after it. */
function bySearch(sequence: Sequence, happenings: readonly Happening[]): string[] {
  const topics = sequence.steps.flatMap(({ of, times }) =>
    Array.from({ length: times }, () => (of.kind === "comparison" ? of.operands[0] : undefined)),
  );
  const wanted = topics.map((operand) => (operand?.kind === "constant" ? operand.value : ""));
  const found: string[] = [];
  for (let from = 0; from < happenings.length; ) {
    const next = earliest(wanted, happenings, from);
    if (next === undefined) break;
    found.push(`${next.start}-${next.end}`);
    from = next.end + 1;
  }
  return found;
}

function earliest(wanted: readonly unknown[], happenings: readonly Happening[], from: number) {
  const ends = happenings.map((_, end) => end).filter((end) => end >= from);
  for (const end of ends) {
    const start = ends
      .filter((place) => place <= end)
      .toReversed()
      .find((place) => fits(wanted, happenings.slice(place, end + 1)));
    if (start !== undefined) return { start, end };
  }
  return undefined;
}

/** Whether the topics occur in this order, the first at the beginning and the last at the end. */
function fits(wanted: readonly unknown[], between: readonly Happening[]): boolean {
  const tookMs = (between.at(-1)?.atMs ?? 0) - (between[0]?.atMs ?? 0);
  if (tookMs > 7 * dayMs || between.some(({ row }) => row["topic"] === "d")) return false;
  if (wanted.length === 1) return between.length === 1 && between[0]?.row["topic"] === wanted[0];
  if (between.length < wanted.length) return false;
  if (between[0]?.row["topic"] !== wanted[0]) return false;
  if (between.at(-1)?.row["topic"] !== wanted.at(-1)) return false;
  let place = 1;
  for (const { row } of between.slice(1, -1)) {
    if (place < wanted.length - 1 && row["topic"] === wanted[place]) place++;
  }
  return place === wanted.length - 1;
}

it("completions() finds what a search over all choices finds", () => {
  const step = fc.record({
    of: fc.constantFrom("a", "b").map(viewOf),
    times: fc.integer({ min: 1, max: 3 }),
  });
  const events = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "d", "x"), fc.integer({ min: 0, max: 4 })),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 3 }), events, (steps, drawn) => {
      let day = 0;
      const happenings = drawn.map(([topic, pause], place) => {
        day += pause;
        return { id: String(place), atMs: day * dayMs, row: { topic } };
      });
      const sequence = { steps, without: viewOf("d"), withinDays: 7 };
      const ends = run(sequence, happenings).map((one) => `${one.parts[0]}-${one.parts.at(-1)}`);
      expect(ends).toEqual(bySearch(sequence, happenings));
    }),
    { numRuns: 2_000 },
  );
});

it("parseSequence() names the place of everything that does not fit", () => {
  const parsed = parseSequence(
    {
      steps: [
        { of: where("price", "equals", 1), times: 0 },
        { of: { kind: "?" }, times: 1 },
      ],
      without: where("topic", "inLastDays", 3),
      withinDays: 4_000,
    },
    catalog,
  );
  expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual([
    "steps[0].times",
    "steps[0].of.field",
    "steps[1].of.kind",
    "without.operator",
    "withinDays",
  ]);
  expect(parseSequence(null, catalog).ok).toBe(false);
  expect(parseSequence({ steps: [], withinDays: 1 }, catalog).ok).toBe(false);
});

it("fadedWeight() halves in a half-life, and leaves out what is still to come", () => {
  const contributions = [
    { atMs: 0, delta: 0.2 },
    { atMs: 30 * dayMs, delta: 0.2 },
    { atMs: 60 * dayMs, delta: 9 },
  ];
  expect(fadedWeight(contributions, 30, 30 * dayMs)).toBeCloseTo(0.3);
});
