import { parseDuration } from "./parse-duration.ts";
import { parseNumber } from "./parse-number.ts";

/** Milliseconds, seconds, minutes, hours. */
const inSeconds = [0.001, 1, 60, 3600] as const;

/** Whether a text names a measured number, a time that something lasts, or a year without its century. */
export function isAmount(text: string): boolean {
  return (
    parseNumber(text) !== undefined || parseDuration(text) !== undefined || /^'\d\d$/.test(text)
  );
}

/**
 * The numbers of a column, NaN where there is none. Years of two digits among those of four get their century; where some
 * values name a time with its unit, bare numbers are taken in the unit that makes them most like those.
 */
export function parseAmounts(values: readonly string[]): Float64Array {
  const bare = Float64Array.from(values, (value) => parseNumber(value) ?? Number.NaN);
  const named = values.flatMap((value, at) =>
    Number.isNaN(bare[at]) ? (parseDuration(value) ?? []) : [],
  );
  if (named.length > 0.1 * values.length) {
    const usual = Math.log(Math.max(1, middle(named)));
    return bare.map((number, at) =>
      Number.isNaN(number)
        ? (parseDuration(values[at] ?? "") ?? Number.NaN)
        : nearest(number, usual),
    );
  }
  const years = bare.reduce((sum, number) => sum + Number(number >= 1800 && number < 2100), 0);
  if (years < 0.3 * values.length) return bare;
  return bare.map((number, at) => {
    const short = Number.isNaN(number) ? Number(/^'(\d\d)$/.exec(values[at] ?? "")?.[1]) : number;
    return short >= 0 && short < 100 ? short + (short > 30 ? 1900 : 2000) : short;
  });
}

function nearest(number: number, usual: number): number {
  const distance = (seconds: number) => Math.abs(Math.log(Math.max(1e-6, seconds)) - usual);
  return inSeconds
    .map((unit) => number * unit)
    .reduce((best, own) => (distance(own) < distance(best) ? own : best));
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
