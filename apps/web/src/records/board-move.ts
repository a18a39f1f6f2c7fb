import type { Board, RecordDocument } from "@causeway/platform-contract";
import { fieldValue } from "./schema-fields.ts";

function amountOf(record: RecordDocument): number {
  const amount = fieldValue(record, "amount");
  return typeof amount === "number" ? amount : 0;
}

/** The board as it will be once the server agrees: card, counts and totals in their new places. */
export function moveCard(board: Board, id: string, to: string): Board {
  const from = board.columns.find(({ records }) => records.some((record) => record.id === id));
  const card = from?.records.find((record) => record.id === id);
  if (!from || !card || from.value === to) return board;
  const moved: RecordDocument = { ...card, values: { ...card.values, [board.field]: to } };
  const shift = (total: number | null, by: number) => (total === null ? null : total + by);
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column === from) {
        return {
          ...column,
          count: column.count - 1,
          total: shift(column.total, -amountOf(card)),
          records: column.records.filter((record) => record.id !== id),
        };
      }
      if (column.value !== to) return column;
      return {
        ...column,
        count: column.count + 1,
        total: shift(column.total, amountOf(card)),
        records: [moved, ...column.records],
      };
    }),
  };
}
