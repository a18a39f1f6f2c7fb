import fc from "fast-check";
import pg from "pg";
import { expect, it } from "vitest";
import { parseInstant } from "./parse-instant.ts";

const byLibrary = pg.types.getTypeParser(1184, "text");
const two = (value: number) => String(value).padStart(2, "0");

/** As PostgreSQL prints an instant: up to six digits of a fraction, an offset of hours, minutes, in old times seconds. */
const printed = fc
  .record({
    year: fc.integer({ min: 1, max: 12_000 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    time: fc.tuple(
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 59 }),
    ),
    fraction: fc.constantFrom("", ".1", ".12", ".123", ".1234", ".999999", ".000001", ".05"),
    sign: fc.constantFrom("+", "-"),
    hours: fc.integer({ min: 0, max: 15 }),
    rest: fc.constantFrom("", ":30", ":45", ":05:43"),
    era: fc.constantFrom("", "", "", " BC"),
  })
  .map(
    ({ year, month, day, time, fraction, sign, hours, rest, era }) =>
      `${String(year).padStart(4, "0")}-${two(month)}-${two(day)} ${time.map(two).join(":")}${fraction}${sign}${two(hours)}${rest}${era}`,
  );

it("reads what PostgreSQL prints as the library does", () => {
  fc.assert(
    fc.property(printed, (text) => {
      expect(parseInstant(text)).toEqual(byLibrary(text));
    }),
    { numRuns: 2_000 },
  );
});

it("reads an instant without a regular expression to the millisecond", () => {
  expect(parseInstant("2026-01-31 09:05:07.123999+08")).toEqual(
    new Date("2026-01-31T01:05:07.123Z"),
  );
  expect(parseInstant("2026-01-31 09:05:07-03:30")).toEqual(new Date("2026-01-31T12:35:07Z"));
});

it.each(["infinity", "-infinity", "", "2026", "0044-03-15 12:00:00+00 BC", "2026-01-31 09:05:07"])(
  "leaves %j to the library",
  (text) => {
    expect(parseInstant(text)).toEqual(byLibrary(text));
  },
);
