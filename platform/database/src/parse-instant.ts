import pg from "pg";

const timestamptz = 1184;
const slow = pg.types.getTypeParser(timestamptz, "text");

/** "2026-01-31 09:00:00", then a fraction, then "+08" or "+05:30". */
const shortest = 22;
const fractionAt = 19;
const years = { first: 1000, last: 9999 } as const;

/**
 * A `timestamptz` as PostgreSQL prints it, to the millisecond. Lists carry two or three of them in every row, and
 * regular expressions take most of the time that a row takes; what looks otherwise (BC, infinity) is left to them.
 */
export function parseInstant(text: string): unknown {
  const year = 100 * pairAt(text, 0) + pairAt(text, 2);
  if (text.length < shortest || !(year >= years.first && year <= years.last)) return slow(text);
  let end = fractionAt;
  let milliseconds = 0;
  if (text.charCodeAt(end) === point) {
    for (let place = 100; isDigit(text.charCodeAt(++end)); place /= 10) {
      if (place >= 1) milliseconds += place * (text.charCodeAt(end) - zero);
    }
  }
  const instant = Date.UTC(
    year,
    pairAt(text, 5) - 1,
    pairAt(text, 8),
    pairAt(text, 11),
    pairAt(text, 14) - offsetAt(text, end),
    pairAt(text, 17),
    milliseconds,
  );
  return Number.isNaN(instant) ? slow(text) : new Date(instant);
}

/** Minutes by which a clock is ahead of UTC, from a text's end; NaN where something else stands there. */
function offsetAt(text: string, at: number): number {
  const hasMinutes = text.length === at + 6 && text[at + 3] === ":";
  const sign = text[at] === "+" ? 1 : text[at] === "-" ? -1 : Number.NaN;
  if (!hasMinutes && text.length !== at + 3) return Number.NaN;
  return sign * (60 * pairAt(text, at + 1) + (hasMinutes ? pairAt(text, at + 4) : 0));
}

const zero = 48;
const point = 46;

function isDigit(code: number): boolean {
  return code >= zero && code <= zero + 9;
}

/** The number of two digits; NaN where there are none. */
function pairAt(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? 10 * (tens - zero) + ones - zero : Number.NaN;
}
