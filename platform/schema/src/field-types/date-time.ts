import { dayFromText, isCalendarDay } from "./date.ts";
import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";

const iso =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;
const dayAndTime = /^(.+?)[T\s]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/;

const refusal = refused(
  "应为带时区的日期时间（如 2026-01-31T09:00:00+08:00）",
  "must be a date and time with an offset (such as 2026-01-31T09:00:00+08:00)",
);

function readInstant(input: unknown): Reading {
  const [, day = ""] = (typeof input === "string" && iso.exec(input)) || [];
  if (typeof input !== "string" || !isCalendarDay(day)) return refusal;
  const instant = new Date(input.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999 ? accepted(instant.toISOString()) : refusal;
}

/** An instant to the millisecond, in UTC on the wire. In files a time without an offset is UTC. */
export const dateTime: FieldTypeDefinition = {
  name: "dateTime",
  label: { zh: "日期时间", en: "Date and time" },
  columnType: "timestamptz(3)",
  condition: { type: "dateTime" },
  read: readInstant,
  readText(input) {
    const wholeDay = dayFromText(input);
    if (wholeDay !== undefined) return readInstant(`${wholeDay}T00:00:00Z`);
    const [, day, time, offset = "Z"] = dayAndTime.exec(input) ?? [];
    if (day === undefined || time === undefined) return refusal;
    return readInstant(`${dayFromText(day)}T${time.replace(/^(\d):/, "0$1:")}${offset}`);
  },
  present: (stored) => (stored instanceof Date ? stored.toISOString() : String(stored)),
  index: "range",
  sort: { type: "timestamptz", by: (column) => column },
};
