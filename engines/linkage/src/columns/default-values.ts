import type { CodedColumn } from "./coded-column.ts";
import { parseDate } from "./parse-date.ts";

/** Words that say nothing where many rows have them, and are names where few do. */
const words = new Set("na nil tbd xxx test unbekannt keine leer 待定 待补充 未填 测试".split(" "));
const days = new Set([10_000_101, 18_991_230, 19_000_101, 19_010_101, 19_700_101, 99_991_231]);
const digitRow = "01234567890";
const fewest = 3;
/** How much more frequent than a column's usual value one must be that a form was filled in with. */
const timesUsual = 4;
const oftenShare = 0.02;

/**
 * The column without what forms are filled in with when nobody knows: 1900-01-01, 000000, 99999999, 123456, “na”. Such a value
 * is missing where it looks like one and far more rows have it than have others (Christen 2012, § 3.3, on default values).
 */
export function withoutDefaults(column: CodedColumn): CodedColumn {
  const { values, counts, filled } = column;
  const isDefault = (value: string, place: number): boolean => {
    const count = counts[place] ?? 0;
    const usual = (filled - count) / Math.max(1, values.length - 1);
    if (count < fewest || count < timesUsual * usual) return false;
    return words.has(value) ? count >= oftenShare * filled : looksFilledIn(value);
  };
  const places = values.flatMap((value, place) => (isDefault(value, place) ? [place] : []));
  if (places.length === 0 || places.length === values.length) return column;
  const empty = new Set(places);
  const kept = counts.map((count, place) => (empty.has(place) ? 0 : count));
  return {
    ...column,
    ids: column.ids.map((id) => (empty.has(id) ? -1 : id)),
    counts: kept,
    filled: kept.reduce((sum, count) => sum + count, 0),
  };
}

function looksFilledIn(value: string): boolean {
  const digits = value.replace(/[\s()+./-]/g, "");
  if (!/^\d{4,}$/.test(digits)) return false;
  if (/^(\d)\1+$/.test(digits) || (digits.length >= 5 && digitRow.includes(digits))) return true;
  const day = parseDate(value);
  return day !== undefined && days.has(day);
}
