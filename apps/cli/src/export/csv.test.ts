import { expect, it } from "vitest";
import { csvLine } from "./csv.ts";

it("csvLine() quotes what RFC 4180 asks for and keeps formulas from running", () => {
  const cells = ["a", 'say "hi"', "one,two", "=1+1", -5, null, new Date(0), { b: 1 }];
  expect(csvLine(cells)).toBe(
    'a,"say ""hi""","one,two",\'=1+1,-5,,1970-01-01T00:00:00.000Z,"{""b"":1}"\r\n',
  );
});
