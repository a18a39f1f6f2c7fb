import { parseDate } from "../columns/parse-date.ts";
import { quickDistance } from "../similarity/quick-likeness.ts";
import { type ComparatorKind, missing } from "./comparator.ts";

/** Days, as of birth: typing errors keep most digits, swapped day and month keep all. */
export const dateKind: ComparatorKind = {
  prepare: ({ values }) => {
    const days = Int32Array.from(values, (value) => parseDate(value) ?? -1);
    const texts = values.map((_, place) => String(days[place]));
    const distance = quickDistance(texts);
    return {
      levels: ["different", "same-year", "two-parts", "one-digit", "same"],
      compare: (left, right) => {
        const [a, b] = [days[left] ?? -1, days[right] ?? -1];
        if (a < 0 || b < 0) return missing;
        if (a === b) return 3;
        return levelOf(a, b, distance(left, right, 2));
      },
    };
  },
};

function levelOf(a: number, b: number, edits: number): number {
  const sameYear = Math.trunc(a / 10_000) === Math.trunc(b / 10_000);
  const [monthA, monthB] = [Math.trunc(a / 100) % 100, Math.trunc(b / 100) % 100];
  const [dayA, dayB] = [a % 100, b % 100];
  const swapped = sameYear && monthA === dayB && dayA === monthB;
  if (swapped || edits === 1) return 3;
  const parts = Number(sameYear) + Number(monthA === monthB) + Number(dayA === dayB);
  if (parts === 2 || edits === 2) return 2;
  return sameYear ? 1 : 0;
}
