import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { codeColumn } from "../columns/coded-column.ts";
import { normalForm } from "../text/normal-form.ts";
import { blockingBudget, chooseBlocking } from "./choose-blocking.ts";
import { visitCandidates } from "./visit-candidates.ts";

/** Persons with unequal names, each twice in turn; three cells in ten of the second are something else. */
function twice(persons: number, random: Random) {
  const often = (size: number, base: number) => () =>
    (base + Math.floor(size ** random())).toString(36);
  const evenly = (size: number, base: number) => () =>
    (base + Math.floor(size * random())).toString(36);
  const makers = {
    given: often(60, 50_000),
    surname: often(200, 90_000),
    town: evenly(40, 200_000),
    street: evenly(80, 500_000),
    born: evenly(60, 700_000),
  };
  return Object.entries(makers).map(([name, make]) => {
    const cells: string[] = [];
    for (let person = 0; person < persons; person++) {
      const own = make();
      cells.push(own, random() < 0.3 ? make() : own);
    }
    return { column: codeColumn(name, cells, normalForm), kind: "name" as const };
  });
}

it("chooseBlocking finds true pairs of a long table by rules whose blocks stay small", () => {
  const columns = twice(15_000, seededRandom(3));
  const extent = { leftRows: 30_000, rows: 30_000, isTwo: false };
  const blocks = chooseBlocking(columns, extent);
  let [found, visited] = [0, 0];
  visitCandidates(blocks, extent, (left, right) => {
    visited++;
    if (right === left + 1 && left % 2 === 0) found++;
  });
  expect(visited).toBeLessThan(1.1 * blockingBudget(extent).pairs);
  expect(found).toBeGreaterThan(0.96 * 15_000);
});

it("chooseBlocking compares names that begin alike where rows are few", () => {
  const cells = Array.from({ length: 1000 }, (_, thing) => {
    const name = `${(1e6 + 7919 * thing).toString(36)}ton`;
    return [name, `${name}s`];
  }).flat();
  const name = { column: codeColumn("name", cells, normalForm), kind: "name" as const };
  const extent = { leftRows: 2000, rows: 2000, isTwo: false };
  let found = 0;
  visitCandidates(chooseBlocking([name], extent), extent, (left, right) => {
    if (right === left + 1 && left % 2 === 0) found++;
  });
  expect(found).toBe(1000);
});
