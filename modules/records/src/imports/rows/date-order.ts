/** Which of two numbers before a year is the day. */
export type DateOrder = "day-first" | "month-first";

const yearLast = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?=$|[T\s])/;
const clock = /[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

/** What a column's dates show of their order: a number over 12 is a day. Undefined where none is, or both are. */
export function shownOrder(texts: readonly string[]): DateOrder | undefined {
  const shown = new Set<DateOrder>();
  for (const text of texts) {
    const [, first, mark, second] = yearLast.exec(text) ?? [];
    if (mark === undefined || mark === ".") continue;
    if (Number(first) > 12) shown.add("day-first");
    if (Number(second) > 12) shown.add("month-first");
  }
  const [order, other] = shown;
  return other === undefined ? order : undefined;
}

/** Whether a text tells a time of day other than midnight. */
export function hasTime(text: string): boolean {
  const [, ...parts] = clock.exec(text) ?? [];
  return parts.some((part) => Number(part ?? 0) > 0);
}

/**
 * A date as fields read it: `31.12.2025` and, in the given order, `31/12/2025` begin with the year; a day takes no local time
 * of day that stands behind it. Other text stays what it is.
 */
export function yearFirst(text: string, type: "date" | "dateTime", order?: DateOrder): string {
  const turned = text.replace(yearLast, (whole: string, first, mark, second, year) => {
    const written = mark === "." ? "day-first" : order;
    if (written === undefined) return whole;
    return written === "day-first" ? `${year}-${second}-${first}` : `${year}-${first}-${second}`;
  });
  return type === "date" ? turned.replace(clock, "") : turned;
}
