import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { categoricalColumn, numericColumn } from "./column-from-values.ts";
import { createDataset } from "./dataset.ts";
import { selectRows, selectValues } from "./select-rows.ts";
import { withoutCopies } from "./without-copies.ts";

function simulate(rows: number, distinct: number) {
  const random = seededRandom(1);
  const draw = () => Array.from({ length: rows }, () => Math.floor(distinct * random()));
  const columns = [0, 1, 2].map((place) => numericColumn(`x${place}`, draw()));
  const word = categoricalColumn(
    "word",
    draw().map((value) => (value === 0 ? null : `w${value}`)),
  );
  const target = Float64Array.from(draw(), (value) => value % 2);
  return { dataset: createDataset([...columns, word]), target };
}

const copied = ({ dataset, target }: ReturnType<typeof simulate>) => {
  const rows = Uint32Array.from({ length: 3 * target.length }, (_, row) => row % target.length);
  return { dataset: selectRows(dataset, rows), target: selectValues(target, rows) };
};

it("withoutCopies() leaves one of each row where rows were copied", () => {
  const { dataset, target } = copied(simulate(200, 1_000));
  const { rows, copies } = withoutCopies(dataset, target, seededRandom(2));
  expect(copies).toBe(400);
  expect([...rows]).toEqual(Array.from({ length: 200 }, (_, row) => row));
});

it("withoutCopies() keeps all rows where few values make them alike, or outcomes of like rows differ", () => {
  const coarse = simulate(600, 3);
  expect(withoutCopies(coarse.dataset, coarse.target, seededRandom(2)).copies).toBe(0);
  const { dataset, target } = copied(simulate(200, 1_000));
  const random = seededRandom(3);
  const coin = target.map(() => (random() < 0.5 ? 1 : 0));
  expect(withoutCopies(dataset, coin, seededRandom(2))).toMatchObject({ copies: 0 });
  expect(withoutCopies(dataset, coin, seededRandom(2)).rows).toHaveLength(600);
});
