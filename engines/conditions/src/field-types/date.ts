import { shiftDate } from "../moment.ts";
import type { FieldType } from "./field-type.ts";

/** Whether text is a calendar date `YYYY-MM-DD` of the years 0001–9999. */
export function isCalendarDate(input: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(input) || input.startsWith("0000")) return false;
  const time = Date.parse(`${input}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(input);
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
