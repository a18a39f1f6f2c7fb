import { expect, it } from "vitest";
import { normalForm } from "../text/normal-form.ts";
import { codeColumn } from "./coded-column.ts";
import { columnKind } from "./column-kind.ts";
import { parseDate } from "./parse-date.ts";
import { isRowNumber, repeatedColumns } from "./usable-columns.ts";

const column = (name: string, ...cells: string[]) => codeColumn(name, cells, normalForm);

it.each([
  ["email", column("x", "a@b.cn", "c.d@e.org", "f@g.com")],
  ["date", column("x", "1971-06-24", "2001-12-01", "1999-01-31")],
  ["date", column("x", "19710624", "20011201", "19990131")],
  ["phone", column("手机", "13800138000", "139 0013 8000", "+86 15012345678")],
  ["number", column("price", "12.50", "$99", "1,200.00")],
  ["code", column("postcode", ...Array.from({ length: 40 }, (_, n) => String(2000 + 7 * n)))],
  ["company", column("x", "上海宏远科技有限公司", "华东建筑集团", "中工国际工程股份有限公司")],
  ["full-name", column("姓名", "王伟", "李小龙", "欧阳锋")],
  ["full-name", column("name", "ada lovelace", "alan turing", "grace hopper")],
  ["company", column("name", "miller pumps gmbh", "apex steel", "iron harbor inc", "west labs")],
  [
    "address",
    column("x", "上海市浦东新区世纪大道100号", "北京市朝阳区建国路88号", "杭州市西湖区文三路9号"),
  ],
  ["people", column("authors", "a. turing, g. hopper", "j. backus")],
  [
    "text",
    column(
      "title",
      "an approximate search engine for structural databases",
      "workflow history management",
    ),
  ],
  ["name", column("surname", "smith", "jones", "taylor")],
  ["website", column("x", "https://www.acme.com/", "beta.com.cn", "www.gamma.io/about?x=1")],
  ["full-name", column("memo", "J SMITH rent", "MARY K gift", "BGC P JONES 24")],
  ["full-name", column("姓名", "王伟", "li na", "张敏", "Zhang Qiang")],
  ["date", column("x", "12 Mar 1980", "March 3, 1991", "1-Jul-77")],
  [undefined, column("x", "same", "same", "")],
])("columnKind finds %s", (kind, found) => {
  expect(columnKind(found)).toBe(kind);
});

it("parseDate reads the usual forms and nothing else", () => {
  const texts = ["1971-6-4", "1971/06/04", "19710604", "1971年6月4日", "4.6.1971", "4/6/71"];
  expect(texts.map((text) => parseDate(text))).toEqual(Array(6).fill(19_710_604));
  const words = ["4 Jun 1971", "june 4th, 1971", "4-jun-71", "Jun. 04 1971"];
  expect(words.map((text) => parseDate(text.toLowerCase()))).toEqual(Array(4).fill(19_710_604));
  expect(parseDate("june 1971")).toBeUndefined();
  expect(parseDate("06/04/1971", true)).toBe(19_710_604);
  expect(parseDate("25/12/1971", true)).toBe(19_711_225);
  expect(parseDate("6988048")).toBeUndefined();
  expect(parseDate("1971-13-04")).toBeUndefined();
});

it("isRowNumber tells a counter from a code", () => {
  expect(isRowNumber(column("id", "0", "1", "2", "0", "1"), [0, 3, 5])).toBe(true);
  expect(isRowNumber(column("ssn", "6988048", "7364009", "2635962"), [0, 3])).toBe(false);
  expect(isRowNumber(column("n", "1", "1", "2"), [0, 3])).toBe(false);
});

it("repeatedColumns leaves out a column that others spell out", () => {
  const first = ["ada", "grace", "alan", "john", "jean"];
  const last = ["lovelace", "hopper", "turing", "backus", "sammet"];
  const many = Array.from({ length: 50 }, (_, n) => n);
  const firsts = column("first", ...many.map((n) => first[n % 5] ?? ""));
  const lasts = column("last", ...many.map((n) => last[(n * 7 + 1) % 5] ?? ""));
  const full = column("full", ...many.map((n) => `${first[n % 5]} ${last[(n * 7 + 1) % 5]}`));
  expect([...repeatedColumns([firsts, full, lasts])]).toEqual(["full"]);
  expect([...repeatedColumns([firsts, lasts])]).toEqual([]);
});
