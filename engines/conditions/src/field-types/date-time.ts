import { formatInstant, shiftInstant } from "../moment.ts";
import { isCalendarDate } from "./date.ts";
import type { FieldType } from "./field-type.ts";

const iso =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;
const earliest = Date.parse("0001-01-01T00:00:00.000Z");
const latest = Date.parse("9999-12-31T23:59:59.999Z");

/** ISO 8601 with an offset, at most milliseconds → epoch milliseconds. */
function readInstant(input: string): number | undefined {
  const [, day = ""] = iso.exec(input) ?? [];
  if (!isCalendarDate(day)) return undefined;
  const instant = Date.parse(input.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return instant >= earliest && instant <= latest ? instant : undefined;
}

/** An instant at millisecond precision; columns are `timestamptz(3)` where equality matters. */
export const dateTime: FieldType & { readonly name: "dateTime" } = {
  name: "dateTime",
  label: { zh: "日期时间", en: "date and time" },
  readConstant(input) {
    const value = typeof input === "string" ? readInstant(input) : undefined;
    if (value !== undefined) return { ok: true, value };
    return {
      ok: false,
      message: {
        zh: "应为带时区的日期时间（如 2026-01-31T09:00:00+08:00）",
        en: "must be a date and time with an offset (such as 2026-01-31T09:00:00+08:00)",
      },
    };
  },
  readRow(value) {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
    return typeof value === "string" ? readInstant(value) : undefined;
  },
  sqlType: () => "timestamptz",
  toParameter: (value) => new Date(Number(value)).toISOString(),
  shiftFromNow: (moment, days) => shiftInstant(moment.now, days),
  format: (value, _field, { timeZone }) => formatInstant(Number(value), timeZone),
};
