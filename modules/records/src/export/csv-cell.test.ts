import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvText, withoutApostrophe } from "./csv-cell.ts";

it("csvText() never begins with what a spreadsheet runs, and comes back as it was", () => {
  const text = fc.string({
    unit: fc.constantFrom("=", "＝", "+", "-", "@", "'", '"', ",", "\n", "\t", "a", "深"),
    minLength: 1,
  });
  fc.assert(
    fc.property(text, (value) => {
      const [[cell] = []] = parse(`${csvText(value)},x\n`);
      expect(String(cell)).not.toMatch(/^[=＝+\-@\t\r\n]/);
      expect(withoutApostrophe(String(cell))).toBe(value);
    }),
  );
});
