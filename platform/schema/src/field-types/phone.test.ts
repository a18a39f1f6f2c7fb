import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { expect, it } from "vitest";
import { normalizePhone } from "./phone.ts";

it("normalizePhone() reads mobile numbers as the library does, the short way or not", () => {
  const digits = fc.tuple(
    fc.integer({ min: 100, max: 199 }),
    fc.integer({ min: 0, max: 99_999_999 }),
  );
  fc.assert(
    fc.property(digits, fc.constantFrom("", "+86", "86", "0"), ([begin, rest], prefix) => {
      const written = `${prefix}${begin}${String(rest).padStart(8, "0")}`;
      const parsed = parsePhoneNumberFromString(written, "CN");
      if (parsed?.isPossible() === true) expect(normalizePhone(written)).toBe(parsed.number);
    }),
    { numRuns: 2_000 },
  );
});
