import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { expect, it } from "vitest";
import { normalizePhone } from "./phone.ts";

it("normalizePhone() reads Chinese mobile numbers as the library does, also what looks like one", () => {
  // 179 and two digits more are the code of a carrier.
  const beginning = fc.oneof(fc.integer({ min: 100, max: 199 }), fc.constant(179));
  const rest = fc.integer({ min: 0, max: 99_999_999 });
  fc.assert(
    fc.property(beginning, rest, fc.constantFrom("", "+86"), (begin, number, prefix) => {
      const written = `${prefix}${begin}${String(number).padStart(8, "0")}`;
      const parsed = parsePhoneNumberFromString(written, "CN");
      const expected = parsed?.isPossible() === true ? parsed.number : written;
      expect(normalizePhone(written)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});
