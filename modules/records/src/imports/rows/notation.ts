import type { ColumnMap, FieldType } from "@causeway/platform-contract";
import { shownOrder, yearFirst } from "./date-order.ts";
import { showsDecimalComma, withDecimalPoint } from "./decimal-comma.ts";

/** How a column writes dates and numbers. */
export type Notation = Pick<ColumnMap, "dateOrder" | "decimalComma">;

/** What a column's texts show of how it writes values of a type. */
export function shownNotation(type: FieldType, texts: readonly string[]): Notation {
  if (type === "date" || type === "dateTime") {
    const order = shownOrder(texts);
    return order === undefined ? {} : { dateOrder: order };
  }
  const isNumber = type === "number" || type === "currency";
  return isNumber && showsDecimalComma(texts) ? { decimalComma: true } : {};
}

/** A text as fields of the type read it. Other text stays what it is. */
export function asWritten(text: string, type: FieldType, notation: Notation): string {
  if (type === "date" || type === "dateTime") return yearFirst(text, type, notation.dateOrder);
  const isNumber = type === "number" || type === "currency";
  return isNumber && notation.decimalComma === true ? withDecimalPoint(text) : text;
}
