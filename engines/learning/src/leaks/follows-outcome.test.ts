import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { sigmoid } from "../linear/sigmoid.ts";
import { followsOutcome } from "./follows-outcome.ts";

const rows = 8_000;

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Six honest columns, the outcome, and a column that the outcome wrote. */
function simulate(kind: "causes" | "one story" | "signs", late: number, random: Random) {
  const columns: number[][] = Array.from({ length: 6 }, () => []);
  const outcomes: number[] = [];
  const written: number[] = [];
  for (let row = 0; row < rows; row++) {
    const story = normal(random);
    const own = columns.map(() => normal(random) + (kind === "one story" ? 0.5 * story : 0));
    const [a = 0, b = 0, c = 0, d = 0] = own;
    const odds = kind === "signs" ? -1 : 0.8 * a - 0.5 * b + 0.5 * c - 0.3 * d - 1;
    const outcome = random() < sigmoid(odds) ? 1 : 0;
    columns.forEach((values, place) => {
      values.push((own[place] ?? 0) + (kind === "signs" ? 0.2 * place * outcome : 0));
    });
    outcomes.push(outcome);
    written.push(late * outcome + normal(random));
  }
  const honest = columns.map((values, place) => numericColumn(`honest ${place}`, values));
  const dataset = createDataset(late > 0 ? [...honest, numericColumn("late", written)] : honest);
  return [...followsOutcome(dataset, Float64Array.from(outcomes)).keys()];
}

it("followsOutcome() finds a column that the outcome wrote, though it tells little of it", () => {
  const random = seededRandom(2);
  for (const kind of ["causes", "one story"] as const) {
    for (let world = 0; world < 4; world++) {
      expect(simulate(kind, 0.6, random), kind).toEqual(["late"]);
    }
  }
});

it("followsOutcome() finds nothing among causes, whether they know of each other or not, nor where all columns are signs of the outcome", () => {
  const random = seededRandom(3);
  for (const kind of ["causes", "one story", "signs"] as const) {
    for (let world = 0; world < 4; world++) expect(simulate(kind, 0, random), kind).toEqual([]);
  }
});
