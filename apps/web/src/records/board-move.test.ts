import type { Board, RecordDocument } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { moveCard } from "./board-move.ts";
import { openDeals } from "./deal-totals.ts";

function deal(id: string, amount: number): RecordDocument {
  return {
    id,
    object: "deal",
    title: id,
    values: { amount, stage: "discovery" },
    references: {},
    ownerId: null,
    version: 1,
    createdAt: "2026-11-18T00:00:00Z",
    updatedAt: "2026-11-18T00:00:00Z",
    deletedAt: null,
  };
}

const board: Board = {
  field: "stage",
  columns: [
    {
      value: "discovery",
      count: 2,
      total: 30,
      records: [deal("a", 10), deal("b", 20)],
      nextCursor: null,
    },
    { value: "won", count: 5, total: 500, records: [], nextCursor: null },
  ],
};

test("moveCard carries the card with its count and its amount", () => {
  const moved = moveCard(board, "b", "won");
  expect(moved.columns.map(({ count, total, records }) => [count, total, records.length])).toEqual([
    [1, 10, 1],
    [6, 520, 1],
  ]);
  expect(moved.columns[1]?.records[0]?.values).toMatchObject({ stage: "won" });
});

test("moveCard leaves the board alone where nothing moves", () => {
  expect(moveCard(board, "a", "discovery")).toBe(board);
  expect(moveCard(board, "nobody", "won")).toBe(board);
});

test("openDeals counts neither won nor lost", () => {
  expect(openDeals(board)).toEqual({ count: 2, total: 30 });
});
