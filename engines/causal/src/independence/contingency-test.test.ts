import { chiSquareUpper } from "@causeway/engine-statistics";
import { seededRandom } from "@causeway/kernel";
import { expect, test } from "vitest";
import { type CategoricalColumn, createTable } from "../data/table.ts";
import { tablePatterns } from "../data/table-patterns.ts";
import { discreteScore } from "../discovery/score/discrete-score.ts";
import { contingencyTest } from "./contingency-test.ts";
import { jointCounter } from "./joint-counts.ts";

const random = seededRandom(11);
const rows = 600;

/** Columns that hang together, some cells missing where asked. */
function columnsOf(levels: readonly number[], gaps: number): readonly CategoricalColumn[] {
  const common = Array.from({ length: rows }, () => random());
  return levels.map((count, index) => ({
    kind: "categorical",
    name: `c${index}`,
    levels: Array.from({ length: count }, String),
    codes: Int32Array.from(common, (shared) =>
      random() < gaps ? -1 : Math.floor(count * (random() < 0.5 ? shared : random())),
    ),
  }));
}

/** Both statistics straight from their definitions, row by row. */
function byDefinition(columns: readonly CategoricalColumn[], weights: Float64Array | undefined) {
  const strata = new Map<string, Map<string, number>>();
  for (let row = 0; row < rows; row++) {
    const codes = columns.map((column) => column.codes[row] as number);
    if (codes.includes(-1) || weights?.[row] === 0) continue;
    const stratum = strata.get(codes.slice(2).join()) ?? new Map<string, number>();
    strata.set(codes.slice(2).join(), stratum);
    add(stratum, codes.slice(0, 2).join(), weights?.[row] ?? 1);
  }
  let [chi, g, free] = [0, 0, 0];
  for (const cells of strata.values()) {
    const [inRows, inColumns] = [new Map<string, number>(), new Map<string, number>()];
    for (const [cell, count] of cells) {
      const [x = "", y = ""] = cell.split(",");
      add(inRows, x, count);
      add(inColumns, y, count);
    }
    free += (inRows.size - 1) * (inColumns.size - 1);
    const all = [...cells.values()].reduce((sum, count) => sum + count, 0);
    const pairs = [...inRows].flatMap(([x, a]) =>
      [...inColumns].map(([y, b]) => ({ cell: `${x},${y}`, expected: (a * b) / all })),
    );
    for (const { cell, expected } of pairs) {
      const count = cells.get(cell) ?? 0;
      chi += (count - expected) ** 2 / expected;
      g += count > 0 ? 2 * count * Math.log(count / expected) : 0;
    }
  }
  return { "chi-square": chiSquareUpper(chi, free), "g-square": chiSquareUpper(g, free) };
}

function add(sums: Map<string, number>, key: string, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

test.each([
  { title: "small tables", levels: [3, 2, 4, 2, 3], gaps: 0, weighed: false },
  { title: "small tables with gaps", levels: [3, 2, 4, 2, 3], gaps: 0.1, weighed: false },
  { title: "weighed rows", levels: [2, 5, 3, 2, 2], gaps: 0.05, weighed: true },
  { title: "tables too large to hold", levels: [9, 8, 11, 12, 13], gaps: 0.02, weighed: false },
  { title: "large ones of weighed rows", levels: [9, 8, 11, 12, 13], gaps: 0, weighed: true },
])("contingencyTest() equals the definition: $title", ({ levels, gaps, weighed }) => {
  const columns = columnsOf(levels, gaps);
  const weights = weighed
    ? Float64Array.from({ length: rows }, () => Math.floor(3 * random()))
    : undefined;
  const source = tablePatterns(createTable(columns, weights));
  const count = jointCounter(source);
  const pick = (at: number) => columns[at] as CategoricalColumn;
  for (const statistic of ["chi-square", "g-square"] as const) {
    const asked = contingencyTest(source, { statistic, alpha: 0.05, sparse: "independent" }, count);
    // The same columns in other roles: one table answers them all.
    for (const [x, y, ...given] of [
      [0, 1],
      [1, 2, 0],
      [0, 2, 1],
      [0, 1, 2, 3, 4],
      [4, 3, 2, 0, 1],
    ]) {
      const { pValue } = asked.pair(x as number, y as number, given)(given);
      const expected = byDefinition(
        [x, y, ...given].map((at) => pick(at as number)),
        weights,
      );
      expect(pValue).toBeCloseTo(expected[statistic], 10);
    }
  }
});

test("contingencyTest() says that data are not enough by the rows that are complete", () => {
  const columns = columnsOf([2, 2, 2], 0.3);
  const source = tablePatterns(createTable(columns));
  const complete = columns[0]?.codes.filter((_, row) =>
    columns.every(({ codes }) => (codes[row] as number) >= 0),
  ).length;
  const ask = (rowsPerCell: number) =>
    contingencyTest(source, {
      statistic: "g-square",
      alpha: 0.05,
      sparse: "keep",
      rowsPerCell,
    }).pair(
      0,
      1,
      [2],
    )([2]).outcome;
  const enough = (complete ?? 0) / 8;
  expect(ask(enough)).not.toBe("not-enough-data");
  expect(ask(enough + 0.2)).toBe("not-enough-data");
});

test("discreteScore() is the likelihood of the best table less its price, whatever else was counted before", () => {
  const columns = columnsOf([3, 2, 4], 0);
  const source = tablePatterns(createTable(columns));
  const count = jointCounter(source);
  contingencyTest(source, { statistic: "chi-square", alpha: 0.05, sparse: "keep" }, count).pair(
    1,
    2,
    [0],
  )([0]);
  const families = new Map<string, number>();
  const parents = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const [own, a, b] = columns.map(({ codes }) => codes[row]);
    families.set(`${own},${a},${b}`, (families.get(`${own},${a},${b}`) ?? 0) + 1);
    parents.set(`${a},${b}`, (parents.get(`${a},${b}`) ?? 0) + 1);
  }
  const sum = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((total, n) => total + n * Math.log(n), 0);
  const price = (Math.log(rows) / 2) * 2 * 8;
  expect(discreteScore(source, 1, count)(0, [2, 1])).toBeCloseTo(
    sum(families) - sum(parents) - price,
    8,
  );
});
