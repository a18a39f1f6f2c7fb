/** A day as year, month and day packed into one number, yyyymmdd. */
export type DayNumber = number;

const forms: readonly [pattern: RegExp, order: "ymd" | "mdy" | "dmy"][] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$/i, "ymd"],
  [/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: .*)?$/, "ymd"],
  [/^(\d{4})(\d{2})(\d{2})$/, "ymd"],
  [/^(\d{4})年(\d{1,2})月(\d{1,2})日?$/, "ymd"],
  [/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: .*)?$/, "dmy"],
  [/^(\d{1,2})[./-](\d{1,2})[./-](\d{2})$/, "dmy"],
];

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const monthWord = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]{0,6})\\.?";
const dayFirst = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ .-]*${monthWord}[ ,.-]*(\\d{4}|\\d{2})$`);
const wordFirst = new RegExp(
  `^${monthWord}[ .-]*(\\d{1,2})(?:st|nd|rd|th)?[ ,.-]+(\\d{4}|\\d{2})$`,
);

/** A day with its month in a word: 12 mar 1980, march 12, 1980, 12-mar-80. */
function parseWords(text: string): DayNumber | undefined {
  const [, date, word, year] = dayFirst.exec(text) ?? [];
  const [, other, otherDate, otherYear] = date === undefined ? (wordFirst.exec(text) ?? []) : [];
  const month = months.indexOf((word ?? other ?? "").slice(0, 3)) + 1;
  if (month === 0) return undefined;
  return day(fullYear(Number(year ?? otherYear)), month, Number(date ?? otherDate));
}

/**
 * The day a text names, if it is one between 1000 and 2199; undefined otherwise. Where day and month stand before the
 * year, `monthFirst` says which is which; a number above 12 is always the day.
 */
export function parseDate(text: string, monthFirst = false): DayNumber | undefined {
  for (const [pattern, order] of forms) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
    return order === "ymd" ? day(a, b, c) : dayOf(a, b, c, monthFirst);
  }
  return parseWords(text);
}

function fullYear(year: number): number {
  return year >= 100 ? year : year + (year > 30 ? 1900 : 2000);
}

function dayOf(first: number, second: number, year: number, monthFirst: boolean) {
  const full = fullYear(year);
  const isMonthFirst = first > 12 ? false : second > 12 ? true : monthFirst;
  return isMonthFirst ? day(full, first, second) : day(full, second, first);
}

function day(year: number, month: number, date: number): DayNumber | undefined {
  const isDay = year >= 1000 && year < 2200 && month >= 1 && month <= 12 && date >= 1 && date <= 31;
  return isDay ? year * 10_000 + month * 100 + date : undefined;
}
