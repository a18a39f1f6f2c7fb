import { expect, it } from "vitest";
import { inferColumn } from "./infer-column.ts";

const numbersOf = (...texts: string[]) => {
  const { column } = inferColumn("x", texts);
  return column.kind === "numeric" ? [...column.values] : column.kind;
};

it("inferColumn() reads numbers as people write them", () => {
  expect(numbersOf("1", " -2.5e1 ", ".5", "", "NA")).toEqual([1, -25, 0.5, Number.NaN, Number.NaN]);
  expect(numbersOf("1,234", "12", "1,234,567.5")).toEqual([1234, 12, 1_234_567.5]);
  expect(numbersOf("0,5", "-12", "1.234,25")).toEqual([0.5, -12, 1234.25]);
  expect(numbersOf("$1,200.50", "¥ 80", "-€3")).toEqual([1200.5, 80, -3]);
  expect(numbersOf("12%", "3.5％")).toEqual([12, 3.5]);
  expect(numbersOf("1.200 元", "35元")).toEqual([1.2, 35]);
});

it("inferColumn() leaves what is no number in words", () => {
  for (const text of [
    "1-2",
    "12a",
    "1.2.3",
    "%",
    "1,2,3",
    "$",
    "10.0.0.1",
    "2024-13-45",
    "infer",
  ]) {
    expect([text, inferColumn("x", [text, "7"]).inferred]).toEqual([text, "text"]);
  }
});

it("inferColumn() reads dates, with dashes or slashes, year first, or with dots, day first", () => {
  expect(numbersOf("1970-01-02", "1970-01-03T12:00:00Z")).toEqual([1, 2.5]);
  expect(numbersOf("1970/1/2", "1970/01/31", "1970年2月1日")).toEqual([1, 30, 31]);
  expect(numbersOf("2.1.1970", "03.01.1970 12:00Z")).toEqual([1, 2.5]);
  expect(inferColumn("x", ["1970/13/2"]).inferred).toBe("text");
});

it("inferColumn() reads days and months before slashes where some day is over 12, names of months and times", () => {
  expect(numbersOf("01/02/1970", "01/13/1970")).toEqual([1, 12]);
  expect(numbersOf("2/1/1970", "13/1/1970 12:00")).toEqual([1, 12.5]);
  expect(numbersOf("1970/1/2 6:00", "1970-01-03 12:00:00")).toEqual([1.25, 2.5]);
  expect(numbersOf("1970-01-02T00:00:00+06:00")).toEqual([0.75]);
  expect(numbersOf("02-Jan-1970", "March 1, 1970", "1/13/1970 1:00 PM")).toEqual([
    ...[1, 59, 12 + 13 / 24],
  ]);
  for (const texts of [["01/02/1970"], ["13/01/1970", "01/13/1970"], ["2/30/1970", "1/31/1970"]]) {
    expect([texts, inferColumn("x", texts).inferred]).toEqual([texts, "text"]);
  }
  const { column } = inferColumn("x", ["01/02/1970"], "day-first");
  expect(column).toMatchObject({ values: Float64Array.of(31) });
  expect(inferColumn("x", ["01/13/1970"]).dateOrder).toBe("month-first");
});

it("inferColumn() reads brackets as negative, multiples, and a unit that all share", () => {
  expect(numbersOf("(1,200.50)", "$3", "($4)")).toEqual([-1200.5, 3, -4]);
  expect(numbersOf("1.5万", "2亿", "300", "3千元")).toEqual([15_000, 2e8, 300, 3_000]);
  expect(numbersOf("300K", "1.5M")).toEqual([300_000, 1_500_000]);
  expect(numbersOf("20.5 kg", "3 kg")).toEqual([20.5, 3]);
  expect(inferColumn("x", ["3 kg", "4 lb"]).inferred).toBe("text");
});

it("inferColumn() takes words for unknown as missing among numbers and dates, and as levels among words", () => {
  expect(numbersOf("1", "未知", "unknown", "2")).toEqual([1, Number.NaN, Number.NaN, 2]);
  expect(numbersOf("1", "inf", "-inf")).toEqual([1, Number.NaN, Number.NaN]);
  expect(inferColumn("x", ["red", "unknown"]).column).toMatchObject({ levels: ["red", "unknown"] });
  expect(inferColumn("x", ["无", "无"]).column).toMatchObject({ levels: ["无"] });
});

it("inferColumn() takes “none” among words as one of them, and among numbers as missing", () => {
  const { column } = inferColumn("arm", ["mail", "none", "NA", "call", "None"]);
  expect(column).toMatchObject({ levels: ["None", "call", "mail", "none"] });
  expect(inferColumn("n", ["1", "none", "2"])).toMatchObject({ inferred: "number" });
  expect(inferColumn("all", ["none", "none"])).not.toMatchObject({ column: { levels: ["none"] } });
});
