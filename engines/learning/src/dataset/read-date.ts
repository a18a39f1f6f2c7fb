/** Which of two numbers before slashes is the day. */
export type DateOrder = "day-first" | "month-first";

const time =
  /^(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*([AP]M)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/;
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/;
const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})/;
const dayAndName = /^(\d{1,2})[- ]([a-z]{3,9})[-, ]+(\d{4})/i;
const nameAndDay = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})/i;
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const fullMonths =
  "january february march april may june july august september october november december".split(
    " ",
  );

/**
 * How the dates of a column are written, as days since 1970: years first, dots after the day, names of months; with days and
 * months before slashes where some number over 12 shows which is which, or `order` says so. Undefined where some text is no
 * date, or could be two.
 */
export function dateReader(
  texts: readonly string[],
  order?: DateOrder,
): { readonly read: (text: string) => number; readonly order: DateOrder | undefined } | undefined {
  const shown = order ?? shownOrder(texts);
  const read = (text: string) => readDay(text, shown);
  return texts.every((text) => !Number.isNaN(read(text))) ? { read, order: shown } : undefined;
}

/** The first number over 12 is a day, and so is the second; a column that has both is no column of dates. */
function shownOrder(texts: readonly string[]): DateOrder | undefined {
  for (const text of texts) {
    const [, first, second] = slashed.exec(text) ?? [];
    if (Number(first) > 12) return "day-first";
    if (Number(second) > 12) return "month-first";
  }
  return undefined;
}

function readDay(text: string, order: DateOrder | undefined): number {
  const named = monthNamed(text);
  if (named !== undefined) return named;
  const first = yearFirst.exec(text);
  if (first !== null) return dayOf(text, first[0], [first[1], first[2], first[3]]);
  const dots = dotted.exec(text);
  if (dots !== null) return dayOf(text, dots[0], [dots[3], dots[2], dots[1]]);
  const slashes = slashed.exec(text);
  if (slashes === null || order === undefined) return Number.NaN;
  const [whole, one, two, year] = slashes;
  return dayOf(text, whole, order === "day-first" ? [year, two, one] : [year, one, two]);
}

function monthNamed(text: string): number | undefined {
  const dayFirst = dayAndName.exec(text);
  const found = dayFirst ?? nameAndDay.exec(text);
  if (found === null) return undefined;
  const [day, name] = dayFirst ? [found[1], found[2]] : [found[2], found[1]];
  const word = (name ?? "").toLowerCase();
  const month = Math.max(months.indexOf(word), fullMonths.indexOf(word)) + 1;
  return month === 0 ? Number.NaN : dayOf(text, found[0], [found[3], String(month), day]);
}

/** Days since 1970, with what follows the date as time of day; NaN where the calendar has no such day. */
function dayOf(text: string, date: string, parts: readonly (string | undefined)[]): number {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = parts.map(Number);
  const clock = time.exec(text.slice(date.length));
  if (clock === null) return Number.NaN;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return Number.NaN;
  const [, hours = "0", minutes = "0", seconds = "0", fraction = "0", half, zone] = clock;
  const hour = half ? (Number(hours) % 12) + (half.toUpperCase() === "PM" ? 12 : 0) : Number(hours);
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) > 60) return Number.NaN;
  const sinceMidnight = hour * 3600 + Number(minutes) * 60 + Number(seconds) + Number(fraction);
  return midnight.getTime() / 86_400_000 + (sinceMidnight - zoneSeconds(zone)) / 86_400;
}

function zoneSeconds(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "") ?? [];
  const seconds = 3600 * Number(hours ?? 0) + 60 * Number(minutes ?? 0);
  return sign === "-" ? -seconds : seconds;
}
