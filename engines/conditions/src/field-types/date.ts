import { shiftDate } from "../moment.ts";
import type { FieldType } from "./field-type.ts";

/** Whether text is a calendar date `YYYY-MM-DD` of the years 0001–9999. */
export function isCalendarDate(input: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(input)) return false;
  const year = Number(input.slice(0, 4));
  const month = Number(input.slice(5, 7));
  const day = Number(input.slice(8));
  return year > 0 && day > 0 && day <= daysIn(year, month);
}

/** Length of a month of the Gregorian calendar, 0 where there is no such month. */
function daysIn(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeapYear ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** A calendar day without time or zone, `YYYY-MM-DD`; its text order is its order in time. */
export const date: FieldType & { readonly name: "date" } = {
  name: "date",
  label: { zh: "日期", en: "date" },
  readConstant: (input) =>
    typeof input === "string" && isCalendarDate(input)
      ? { ok: true, value: input }
      : { ok: false, message: { zh: "应为日期（YYYY-MM-DD）", en: "must be a date (YYYY-MM-DD)" } },
  readRow: (value) => (typeof value === "string" && isCalendarDate(value) ? value : undefined),
  sqlType: () => "date",
  shiftFromNow: (moment, days) => shiftDate(moment.today(), days),
  format: String,
};
