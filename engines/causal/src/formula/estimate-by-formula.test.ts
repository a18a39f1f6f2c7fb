import { parseGraph } from "@causeway/engine-graph";
import { createDataset } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import { identifyEffect } from "../identification/identify.ts";
import { estimateByFormula } from "./estimate-by-formula.ts";

const identified = (graph: string, treatment = "x", outcome = "y") => {
  const query = { treatment: [treatment], outcome: [outcome], given: [] };
  const answer = identifyEffect(parseGraph(graph), query);
  if (!answer.identifiable) throw new Error("not identifiable");
  return answer;
};

const table = (rows: readonly Readonly<Record<string, number>>[]) =>
  createDataset(
    Object.keys(rows[0] ?? {}).map((name) => ({
      kind: "numeric",
      name,
      values: Float64Array.from(rows, (row) => row[name] ?? Number.NaN),
    })),
  );

const worlds = (
  count: number,
  rows: number,
  seed: number,
  draw: (random: () => number) => Readonly<Record<string, number>>,
) =>
  Array.from({ length: count }, (_, world) => {
    const random = seededRandom(seed + world);
    return table(Array.from({ length: rows }, () => draw(random)));
  });

const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const question = { treatment: "x", outcome: "y", seed: 1 };

/** How many of the intervals hold the truth, and that none was refused. */
function covered(tables: readonly ReturnType<typeof table>[], graph: string, truth: number) {
  const answers = tables.map((data) => estimateByFormula(data, identified(graph), question));
  expect(answers.map(({ verdict }) => verdict)).not.toContain("refused");
  return answers.filter(({ interval }) => interval && interval[0] <= truth && truth <= interval[1])
    .length;
}

describe("estimateByFormula()", { timeout: 120_000 }, () => {
  it("finds effects through the front door by tables, where a hidden cause deceives", () => {
    const tables = worlds(12, 1500, 1, (random) => {
      const u = random();
      const x = Number(random() < 0.2 + 0.6 * u);
      const z = Number(random() < 0.2 + 0.5 * x);
      return { x, z, y: Number(random() < 0.1 + 0.4 * z + 0.4 * u) };
    });
    expect(covered(tables, "x -> z; z -> y; x <-> y", 0.2)).toBeGreaterThanOrEqual(10);
  });

  it("finds effects through a finely measured mediator by regressions, also of a dose", () => {
    const binary = worlds(6, 400, 1000, (random) => {
      const u = normal(random);
      const x = Number(u + normal(random) > 0);
      const z = 0.5 * x + normal(random);
      return { x, z, y: 2 * z + 3 * u + normal(random) };
    });
    expect(covered(binary, "x -> z; z -> y; x <-> y", 1)).toBeGreaterThanOrEqual(5);
    const dose = worlds(5, 400, 2000, (random) => {
      const u = normal(random);
      const x = u + normal(random);
      const z = 0.5 * x + normal(random);
      return { x, z, y: 2 * z + 3 * u + normal(random) };
    });
    expect(covered(dose, "x -> z; z -> y; x <-> y", 1)).toBeGreaterThanOrEqual(4);
  });

  it("finds effects that only the ratio of the napkin gives", () => {
    const napkin = "w -> z; z -> x; x -> y; w <-> x; w <-> y";
    const tables = worlds(8, 4000, 3000, (random) => {
      const [a, b] = [random(), random()];
      const w = Number(random() < 0.2 + 0.3 * a + 0.3 * b);
      const z = Number(random() < 0.2 + 0.6 * w);
      const x = Number(random() < 0.1 + 0.4 * z + 0.4 * a);
      return { w, z, x, y: Number(random() < 0.1 + 0.3 * x + 0.5 * b) };
    });
    expect(identified(napkin).method).toBe("id");
    expect(covered(tables, napkin, 0.3)).toBeGreaterThanOrEqual(7);
  });

  it("says what it cut into groups, and refuses combinations that the data never show", () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 600 }, () => {
      const u = random();
      const x = Number(random() < 0.2 + 0.6 * u);
      return { x, z: x, y: u + x + random() };
    });
    const answer = estimateByFormula(table(rows), identified("x -> z; z -> y; x <-> y"), question);
    expect(answer).toMatchObject({ estimate: null, interval: null, verdict: "refused" });
    expect(answer.checks).toContainEqual(
      expect.objectContaining({ name: "overlap", verdict: "refused" }),
    );
  });

  it("refuses where an outcome that cannot have changed shows an effect", () => {
    const random = seededRandom(9);
    const rows = Array.from({ length: 1500 }, () => {
      const u = random();
      const x = Number(random() < 0.2 + 0.6 * u);
      const z = Number(random() < 0.2 + 0.5 * x);
      return { x, z, y: Number(random() < 0.1 + 0.4 * z + 0.4 * u), before: z + random() };
    });
    const about = { ...question, placeboOutcome: "before" };
    const answer = estimateByFormula(table(rows), identified("x -> z; z -> y; x <-> y"), about);
    expect(answer).toMatchObject({ estimate: null, verdict: "refused" });
  });
});
