import { expect, it } from "vitest";
import { heatCsv, heatOf, heatTable } from "./heat-map-table.ts";

const cells = [
  { row: "web", column: "09", touchpoints: 100, people: 8 },
  { row: "web", column: "10", touchpoints: 25, people: 5 },
  { row: "call", column: "09", touchpoints: 1, people: 1 },
];

it("heatTable() finds cells and sums rows and columns", () => {
  const table = heatTable({ cells });
  expect(table.cellAt("web", "10")).toEqual({ touchpoints: 25, people: 5 });
  expect(table.cellAt("call", "10")).toBeUndefined();
  expect(table.rowSums.get("web")).toBe(125);
  expect(table.columnSums.get("09")).toBe(101);
  expect(table.most).toBe(100);
});

it("heatOf() grows with the square root", () => {
  expect(heatOf(25, 100)).toBe(0.5);
  expect(heatOf(0, 0)).toBe(0);
});

it("heatCsv() writes words with quotes, and a byte order mark", () => {
  const csv = heatCsv({ cells: cells.slice(0, 1) }, ["触点", '时 "段"'], (_, name) => name);
  expect(csv).toBe('\uFEFF"触点","时 ""段"""\r\n"web","09",100,8\r\n');
});
