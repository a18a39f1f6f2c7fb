import { expect, it } from "vitest";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { learnDependence } from "./dependent-fields.ts";
import { classOfCount, type JudgedPairs, learnEqualValues } from "./equal-values.ts";
import type { LinkModel } from "./link-model.ts";
import { pairScorer } from "./pair-scorer.ts";

const rows = 400;

/** A field of which row r has the value `of(r)`. */
function field(name: string, of: (row: number) => number): Field {
  const ids = Int32Array.from({ length: rows }, (_, row) => of(row));
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return {
    name,
    kind: "code",
    columns: [name],
    levels: ["different", "alike", "same"],
    ids,
    compare: (a, b) => (ids[a] === ids[b] ? 2 : 0),
    frequency: Float64Array.from(
      { length: Math.max(...ids) + 1 },
      (_, id) => Math.max(0.5, (counts.get(id) ?? 1) - 1) / (rows - 1),
    ),
  };
}

/** All pairs that share a value of the first field, each a match or not as said. */
function judge(
  fields: readonly Field[],
  at: number,
  isMatch: (left: number) => number,
): JudgedPairs {
  const { ids, columns } = fields[at] as Field;
  const pairs: number[] = [];
  for (let left = 0; left < rows; left++)
    for (let right = left + 1; right < rows; right++)
      if (ids[left] === ids[right]) pairs.push(left, right);
  const size = pairs.length / 2;
  const values = new Uint8Array(fields.length * size).fill(missing);
  for (const [place, own] of fields.entries())
    for (let pair = 0; pair < size; pair++)
      values[place * size + pair] = own.compare(pairs[2 * pair] ?? 0, pairs[2 * pair + 1] ?? 0);
  return {
    rule: { columns, pairs: size },
    pairs: Int32Array.from(pairs),
    data: { size, levels: fields.map(({ levels }) => levels.length), values },
    posterior: Float64Array.from({ length: size }, (_, pair) => isMatch(pairs[2 * pair] ?? 0)),
  };
}

const extent = { leftRows: rows, rows, isTwo: false };
const even = (m: number, u: number) => ({
  m: Float64Array.of(1 - m - 0.01, 0.01, m),
  u: Float64Array.of(1 - u - 0.001, 0.001, u),
});

it("learnEqualValues tells an address that two rows share because they are one from a name that two persons share", () => {
  const address = field("address", (row) => (row < 200 ? row >> 1 : row));
  const name = field("name", (row) => (row < 200 ? row >> 1 : row));
  const fields = [address, name];
  const model: LinkModel = { fields: fields.map(() => even(0.9, 0.001)), prior: 0.001 };
  const judged = [judge(fields, 0, () => 0.99), judge(fields, 1, () => 0.3)];
  const learned = learnEqualValues(model, fields, judged, extent);
  const bits = learned.fields.map(({ equal }) => equal?.[classOfCount(2)] ?? 0);
  const { fieldScore } = pairScorer(fields, learned);
  expect(fieldScore(0, 0, 1)).toBe(bits[0]);
  const plain = pairScorer(fields, model).fieldScore(0, 0, 1);
  expect(bits[0]).toBeGreaterThan(plain + 3);
  expect(bits[1]).toBeLessThan((bits[0] ?? 0) - 4);
  // What is learned of the pairs' odds is what the evidence gives back.
  const matches = (100 * 0.99 + 100 * 0.3) / 0.9 / 2;
  const prior = matches / ((rows * (rows - 1)) / 2);
  expect(2 ** (bits[1] ?? 0) * (prior / (1 - prior))).toBeCloseTo(0.3 / 0.7, 1);
});

it("learnDependence lets a postal code tell nothing that its town has told", () => {
  const town = field("town", (row) => row % 20);
  const code = field("code", (row) => (row % 20) * 2 + (row % 40 < 20 ? 0 : 1));
  const other = field("other", (row) => Math.floor(row / 10));
  const fields = [town, code, other];
  const model: LinkModel = {
    fields: [even(0.9, 0.05), even(0.9, 0.025), even(0.9, 0.025)],
    prior: 0.001,
  };
  const learned = learnDependence(model, fields, [judge(fields, 0, () => 0)]);
  expect(learned.fields.map(({ beside }) => beside?.field)).toEqual([undefined, 0, undefined]);
  const [, own] = learned.fields;
  expect(own?.beside?.u.at(-1)).toBeCloseTo(0.47, 1);
  const score = pairScorer(fields, learned).fieldScore;
  expect(score(1, 0, 40)).toBeLessThan(1.5);
  expect(score(1, 0, 40)).toBeLessThan(pairScorer(fields, model).fieldScore(1, 0, 40) - 3);
});
