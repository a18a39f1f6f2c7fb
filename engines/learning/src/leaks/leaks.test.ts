import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { type Column, createDataset } from "../dataset/dataset.ts";
import { afterwardsWord } from "./afterwards-words.ts";
import { findLeaks } from "./find-leaks.ts";
import { findSuspects } from "./find-suspects.ts";

const rows = 2_000;

function simulate(seed: number, extra: (target: Float64Array, random: () => number) => Column[]) {
  const random = seededRandom(seed);
  const honest = Array.from({ length: 4 }, () => Array.from({ length: rows }, () => random()));
  const target = Float64Array.from({ length: rows }, (_, row) =>
    random() < 0.2 + 0.5 * (honest[0]?.[row] ?? 0) * (honest[1]?.[row] ?? 0) ? 1 : 0,
  );
  const columns = honest.map((values, place) => numericColumn(`honest ${place}`, values));
  return { dataset: createDataset([...columns, ...extra(target, random)]), target };
}

const names = (found: readonly { column: string; reason: { code: string } }[]) =>
  found.map(({ column, reason }) => `${column}: ${reason.code}`);

const suspectsOf = ({ dataset, target }: ReturnType<typeof simulate>) =>
  names(
    findSuspects(dataset, target, { kind: "binary" }, { random: seededRandom(1), targetName: "y" }),
  );

it("findLeaks() drops what gives the outcome without error: by value, by level, by being filled", () => {
  const { dataset, target } = simulate(1, (outcome, random) => [
    numericColumn(
      "paid",
      Array.from(outcome, (y) => (y > 0.5 ? 1 + random() : 0)),
    ),
    categoricalColumn(
      "stage",
      Array.from(outcome, (y) => (y > 0.5 ? "won" : random() < 0.5 ? "lost" : "dead")),
    ),
    numericColumn(
      "regret",
      Array.from(outcome, (y) => (y > 0.5 ? null : random())),
    ),
    categoricalColumn(
      "id",
      Array.from(outcome, (_, row) => `id ${row}`),
    ),
  ]);
  expect(names(findLeaks(dataset, target))).toEqual([
    "paid: deterministic",
    "stage: deterministic",
    "regret: deterministic-missingness",
  ]);
});

it("findLeaks() drops a column that became known after the moment", () => {
  const { dataset, target } = simulate(2, () => []);
  const moments = new Float64Array(rows).fill(100);
  const knownAt = {
    "honest 0": new Float64Array(rows).fill(99),
    "honest 1": new Float64Array(rows).fill(99).fill(101, 0, 5),
  };
  expect(names(findLeaks(dataset, target, { moments, knownAt }))).toEqual([
    "honest 1: known-later",
  ]);
});

it("findLeaks() drops a number restated in another unit", () => {
  const { dataset } = simulate(3, () => []);
  const [first] = dataset.columns;
  if (first?.kind !== "numeric") throw new TypeError("numeric column expected");
  const target = first.values.map((value) => 32 + 1.8 * value);
  expect(names(findLeaks(dataset, target))).toEqual(["honest 0: deterministic"]);
});

it("findLeaks() drops a number restated on a curved scale, rounded or turned round, and not one that nearly agrees", () => {
  const { dataset } = simulate(3, () => []);
  const [first, second] = dataset.columns;
  if (first?.kind !== "numeric" || second?.kind !== "numeric") throw new TypeError("numeric");
  const target = first.values.map((value) => Math.exp(3 * value));
  const planted = createDataset([
    numericColumn(
      "rounded logarithm",
      [...target].map((value) => Number(Math.log(value).toFixed(4))),
    ),
    numericColumn(
      "reciprocal",
      [...target].map((value) => 1 / value),
    ),
    numericColumn(
      "near",
      [...target].map((value, row) => value + 0.6 * (second.values[row] ?? 0)),
    ),
    numericColumn(
      "thirds",
      [...target].map((value) => Math.floor(Math.log(value))),
    ),
  ]);
  expect(names(findLeaks(planted, target))).toEqual([
    "rounded logarithm: deterministic",
    "reciprocal: deterministic",
  ]);
});

it("findSuspects() does not call two strong columns far stronger than each other, nor the only one", () => {
  const random = seededRandom(9);
  const [a, b] = [0, 1].map(() => Array.from({ length: 1_000 }, () => 2 * random() - 1));
  const target = Float64Array.from(a ?? [], (value, row) =>
    4 * value + 4 * (b?.[row] ?? 0) + 2 * random() > 1 ? 1 : 0,
  );
  const noise = numericColumn(
    "noise",
    Array.from(target, () => random()),
  );
  const pair = createDataset([numericColumn("a", a ?? []), numericColumn("b", b ?? []), noise]);
  expect(suspectsOf({ dataset: pair, target })).toEqual([]);
  const sole = Float64Array.from(a ?? [], (value) => (value > 0 === random() < 0.9 ? 1 : 0));
  expect(
    suspectsOf({ dataset: createDataset([numericColumn("a", a ?? [])]), target: sole }),
  ).toEqual([]);
});

it("findSuspects() finds nothing among honest columns", () => {
  for (const seed of [4, 5, 6]) expect(suspectsOf(simulate(seed, () => []))).toEqual([]);
});

it("findSuspects() asks about identifiers, late knowledge, telling gaps and names of afterwards", () => {
  const found = suspectsOf(
    simulate(7, (outcome, random) => [
      categoricalColumn(
        "key",
        Array.from(outcome, (_, row) => `k${row}`),
      ),
      numericColumn(
        "number",
        Array.from(outcome, (_, row) => 10_000 + row),
      ),
      numericColumn(
        "span",
        Array.from(outcome, (y) => random() + 0.8 * y),
      ),
      numericColumn(
        "gaps",
        Array.from(outcome, (y) => (random() < 0.1 + 0.8 * y ? random() : null)),
      ),
      categoricalColumn(
        "flag",
        Array.from(outcome, (y) => (y > 0.5 && random() < 0.15 ? "yes" : "no")),
      ),
      numericColumn(
        "closing talks",
        Array.from(outcome, (y) => random() + 0.3 * y),
      ),
    ]),
  );
  expect(found.toSorted()).toEqual([
    "closing talks: speaks-of-afterwards",
    "flag: certain-value",
    "gaps: telling-missingness",
    "key: identifier",
    "number: identifier",
    "span: far-stronger",
  ]);
});

it("findSuspects() takes the end of an honest scale for no flag", () => {
  const random = seededRandom(9);
  const grade = Array.from({ length: 900 }, () => Math.floor(10 * random()));
  const target = Float64Array.from(grade, (value) => (random() < (value - 1) / 6 ? 1 : 0));
  const dataset = createDataset([
    numericColumn("grade", grade),
    numericColumn(
      "code",
      Array.from(target, (y) => (y > 0.5 && random() < 0.2 ? 99 : Math.floor(8 * random()))),
    ),
    ...[0, 1].map((place) =>
      numericColumn(
        `other ${place}`,
        grade.map((value) => value + 4 * random()),
      ),
    ),
  ]);
  expect(suspectsOf({ dataset, target })).toEqual(["code: certain-value"]);
});

it("findSuspects() asks about what stands alone only where it all but settles some outcomes", () => {
  const random = seededRandom(12);
  const group = Array.from({ length: 900 }, () => (random() < 0.4 ? "f" : "m"));
  const target = Float64Array.from(group, (value) =>
    random() < (value === "f" ? 0.74 : 0.19) ? 1 : 0,
  );
  const year = Array.from(target, (y) =>
    y > 0.5 && random() < 0.1 ? 1984 : 1985 + Math.floor(4 * random()),
  );
  const noise = ["a", "b", "c"].map((name) =>
    numericColumn(
      name,
      group.map(() => random()),
    ),
  );
  const honest = [categoricalColumn("group", group), numericColumn("year", year), ...noise];
  expect(suspectsOf({ dataset: createDataset(honest), target })).toEqual([]);
  const late = categoricalColumn(
    "late",
    Array.from(target, (y) => String(random() < 0.07 ? 1 - y : y)),
  );
  const talk = numericColumn(
    "talk",
    Array.from(target, (y) => (1 + 2 * y) * (0.2 - Math.log(1 - random()))),
  );
  for (const leak of [late, talk]) {
    const dataset = createDataset([leak, ...noise]);
    expect(suspectsOf({ dataset, target })).toEqual([`${leak.name}: far-stronger`]);
  }
});

it("findSuspects() takes a date a day for no identifier where it is told what holds dates", () => {
  const { dataset, target } = simulate(4, (outcome) => [
    numericColumn(
      "day",
      Array.from(outcome, (_, row) => 20_000 + row),
    ),
  ]);
  const found = (dates: ReadonlySet<string>) =>
    findSuspects(
      dataset,
      target,
      { kind: "binary" },
      {
        ...{ random: seededRandom(1), targetName: "y" },
        dates,
      },
    );
  expect(found(new Set()).map(({ column }) => column)).toEqual(["day"]);
  expect(found(new Set(["day"]))).toEqual([]);
});

it("afterwardsWord() reads names in either language, and the target's own words", () => {
  expect(afterwardsWord("LostReason", "y")).toBe("lost");
  expect(afterwardsWord("丢单备注", "y")).toBe("丢单");
  expect(afterwardsWord("churn_score", "Churn")).toBe("churn");
  expect(afterwardsWord("closeness", "y")).toBeUndefined();
  expect(afterwardsWord("duration", "y")).toBeUndefined();
});
