import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { createTable } from "../data/table.ts";
import { findLaggedCauses } from "./find-lagged-causes.ts";

const rows = 2000;

/** price → inquiries two rows later → orders one row later, and stock → orders at once; each with a memory of its own. */
function market(seed: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const [price, inquiries, stock, orders] = Array.from(
    { length: 4 },
    () => new Float64Array(rows),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const at = (series: Float64Array, row: number) => series[row] ?? 0;
  for (let row = 0; row < rows; row++) {
    price[row] = 0.7 * at(price, row - 1) + normal();
    inquiries[row] = 0.5 * at(inquiries, row - 1) + 0.6 * at(price, row - 2) + normal();
    stock[row] = 0.6 * at(stock, row - 1) + normal();
    orders[row] =
      0.3 * at(orders, row - 1) + 0.6 * at(inquiries, row - 1) + 0.7 * at(stock, row) + normal();
  }
  return createTable(
    Object.entries({ price, inquiries, stock, orders }).map(([name, values]) => ({
      kind: "continuous",
      name,
      values,
    })),
  );
}

it("findLaggedCauses() finds links over time and within a moment, and none that others carry", () => {
  const links = findLaggedCauses(market(1), { longestLag: 3, alpha: 0.001 });
  const found = links
    .filter(({ cause, effect }) => cause !== effect)
    .map(({ cause, effect, lag, kind }) => `${cause} ${kind} ${effect} after ${lag}`);
  expect(new Set(found)).toEqual(
    new Set([
      "price directed inquiries after 2",
      "inquiries directed orders after 1",
      "stock directed orders after 0",
    ]),
  );
});

it("findLaggedCauses() says what it cannot take", () => {
  const table = market(2);
  expect(() => findLaggedCauses(table, { longestLag: 1000 })).toThrow(/too few/);
});
