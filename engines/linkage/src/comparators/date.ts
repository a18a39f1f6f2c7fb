import { parseDate } from "../columns/parse-date.ts";
import { quickDistance } from "../similarity/quick-likeness.ts";
import { type ComparatorKind, missing } from "./comparator.ts";

/** Within so many days two dates are near in time, as those of one payment in two books are. */
const fewDays = 4;
const aMonth = 31;

/** Days: typing errors keep most digits, swapped day and month keep all; one event is dated a few days apart. */
export const dateKind: ComparatorKind = {
  prepare: ({ values }) => {
    const days = Int32Array.from(values, (value) => parseDate(value) ?? -1);
    const counts = days.map(dayCount);
    const texts = values.map((_, place) => String(days[place]));
    const distance = quickDistance(texts);
    return {
      levels: ["different", "same-year", "two-parts", "one-digit", "few-days", "same"],
      compare: (left, right) => {
        const [a, b] = [days[left] as number, days[right] as number];
        if (a < 0 || b < 0) return missing;
        const apart = Math.abs((counts[left] as number) - (counts[right] as number));
        if (apart <= fewDays) return 4;
        const level = levelOf(a, b, distance(left, right, 2));
        return level < 2 && apart <= aMonth ? 2 : level;
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

/** Days since 1970. */
function dayCount(day: number): number {
  const time = Date.UTC(Math.trunc(day / 10_000), (Math.trunc(day / 100) % 100) - 1, day % 100);
  return time / 86_400_000;
}
