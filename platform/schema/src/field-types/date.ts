import { accepted, type FieldTypeDefinition, refused } from "./field-type.ts";

const refusal = refused("应为日期（如 2026-01-31）", "must be a date (such as 2026-01-31)");
const written = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;

/** Whether text is a calendar day `YYYY-MM-DD` of the years 0001–9999. */
export function isCalendarDay(input: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(input) || input.startsWith("0000")) return false;
  const time = Date.parse(`${input}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(input);
}

/** `2026-1-31`, `2026/1/31`, `2026.01.31`, `2026年1月31日`, `20260131` → `2026-01-31`; undefined for other notations. */
export function dayFromText(text: string): string | undefined {
  const [, year, month, day] = written.exec(text) ?? compact.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCalendarDay(iso) ? iso : undefined;
}

/** A calendar day without time or zone. */
export const date: FieldTypeDefinition = {
  name: "date",
  label: { zh: "日期", en: "Date" },
  columnType: "date",
  condition: { type: "date" },
  read: (input) => (typeof input === "string" && isCalendarDay(input) ? accepted(input) : refusal),
  readText(input) {
    const day = dayFromText(input);
    return day === undefined ? refusal : accepted(day);
  },
  present: String,
  index: "range",
  sort: { type: "date", by: (column) => column },
};
