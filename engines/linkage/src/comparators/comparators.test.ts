import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeColumn } from "../columns/coded-column.ts";
import { normalForm } from "../text/normal-form.ts";
import { missing } from "./comparator.ts";
import { numbersComparator, numbersIn } from "./numbers-in-text.ts";
import { type ColumnKind, columnKinds, comparatorOf } from "./registry.ts";

/** The name of the level of two values. */
function level(kind: ColumnKind, left: string, right: string): string {
  const column = codeColumn("c", [left, right, "1", "1000"], normalForm);
  const { levels, compare } = comparatorOf(kind).prepare(column);
  const [a = -1, b = -1] = column.ids;
  const found = a === b ? levels.length - 1 : compare(a, b);
  return found === missing ? "missing" : (levels[found] ?? "none");
}

const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."abc 12-.@王李伟公司有限"), minLength: 1, maxLength: 14 }),
  fc.constantFrom(
    "1971-06-24",
    "24.6.1971",
    "12.50",
    "+86 138 0013 8000",
    "a@b.cn",
    "上海宏远科技有限公司",
  ),
);

describe.each(columnKinds)("comparator %s", (kind) => {
  it("is symmetric, stays within its levels and leaves the last one to equal values", () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        const column = codeColumn("c", [left, right], normalForm);
        const { levels, compare } = comparatorOf(kind).prepare(column);
        const [a = -1, b = -1] = column.ids;
        fc.pre(a >= 0 && b >= 0 && a !== b);
        const found = compare(a, b);
        expect(compare(b, a)).toBe(found);
        expect(found === missing || (found >= 0 && found < levels.length - 1)).toBe(true);
      }),
    );
  });
});

describe("what each kind knows", () => {
  it.each<[ColumnKind, string, string, string]>([
    ["company", "上海宏远科技有限公司", "上海宏遠科技股份有限公司", "same-core"],
    ["company", "宏远科技", "上海宏远科技有限公司", "same-core"],
    ["company", "北京宏远科技有限公司", "上海宏远科技有限公司", "alike-70"],
    ["company", "中石化", "中国石油化工集团公司", "abbreviation"],
    ["company", "Acme Pumps GmbH", "ACME PUMPS Ltd.", "same-core"],
    ["company", "IBM", "International Business Machines Corp", "abbreviation"],
    ["full-name", "王伟", "王偉", "same"],
    ["full-name", "王伟", "wang wei", "alike-92"],
    ["full-name", "王伟", "王卫", "alike-92"],
    ["full-name", "J. Smith", "Smith, John", "alike-92"],
    ["name", "robert", "bob", "alike-88"],
    ["name", "robert", "ted", "different"],
    ["full-name", "Peggy Smith", "Smith, Margaret", "alike-92"],
    ["date", "1971-06-24", "24/06/1971", "few-days"],
    ["date", "1971-06-04", "1971-04-06", "one-digit"],
    ["date", "1971-06-24", "1985-01-02", "different"],
    ["date", "2024-02-28", "2024-03-02", "few-days"],
    ["date", "2024-02-20", "2024-03-11", "two-parts"],
    ["website", "https://www.acme.com/about", "acme.com", "same-site"],
    ["website", "shop.acme.com.cn", "www.acme.com", "same-name"],
    ["phone", "+86 138 0013 8000", "13800138000", "same-ending"],
    ["phone", "021-55501234", "55501234", "same-ending"],
    ["email", "li.wei@a.cn", "liwei@b.cn", "same-local-part"],
    ["people", "a. turing, g. hopper", "grace hopper and alan turing", "alike-95"],
    ["people", "jacob f greer, anna g teed", "jf greer, ag teed", "alike-95"],
    ["address", "12 Main Street", "12 main st.", "alike-97"],
    ["number", "100", "99", "very-near"],
    ["code", "1234567", "1234576", "one-edit"],
  ])("%s: %s and %s are %s", (kind, left, right, expected) => {
    expect(level(kind, left, right)).toBe(expected);
  });

  it("numbersIn finds versions and model numbers", () => {
    expect(numbersIn("pump x-200 v2.0, 15 kg")).toEqual(["15kg", "2", "x200"]);
    expect(numbersIn("西门子kfr-195g洗衣机2台")).toEqual(["2", "kfr195g"]);
  });

  it("numbersComparator tells a rare number from a frequent one, and a code from its variant", () => {
    const lists = [["x200"], ["2007", "x200"], ["15", "2007"], ["x200b"], ["30"]];
    const many = Array.from({ length: 40 }, () => "2007 90");
    const column = codeColumn("c", [...lists.map((own) => own.join(" ")), ...many], normalForm);
    const { levels, compare } = numbersComparator(column);
    const found = (left: number, right: number) =>
      levels[compare(column.ids[left] ?? -1, column.ids[right] ?? -1)];
    expect(found(0, 1)).toBe("rare-shared");
    expect(found(1, 2)).toBe("some-shared");
    expect(found(1, 4)).toBe("different");
  });
});
