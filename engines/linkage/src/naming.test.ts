import { expect, it } from "vitest";
import { link } from "./link.ts";

const brands =
  "恒砺 启衡 德宇 嘉业 信邦 宏晟 利禾 永舜 博洋 诚衡 锐越 天康 众和 金泽 鼎钧 中安".split(" ");
const trades = "精密机械 电梯部件 医疗器械 康复器材 钣金 汽配".split(" ");
const cities = "苏州 无锡 宁波 佛山 青岛 武汉 成都 郑州 大连".split(" ");
const englishBrands =
  "Qiheng Weston Halworth Torsen Corbrook Yarley Brenford Mardale Alder Benton Carrow Dunmore Elston Farley Garside Holt".split(
    " ",
  );
const englishTrades = "Machinery Elevators Medical Rehab Sheetmetal Automotive".split(" ");

/** Many characters each: that two rows have the same ones by chance is unlikely. */
const ofRareWords = brands.flatMap((brand, at) =>
  trades.map((trade, of) => `${cities[(at * 5 + of) % cities.length]}${brand}${trade}`),
);
/** Two words each, both of them in many others: by chance nearly as many are equal as would be where one stands twice. */
const ofCommonWords = englishBrands.flatMap((brand) =>
  englishTrades.map((trade) => `${brand} ${trade}`),
);

/** Companies with a telephone of their own, the first of them once more without one. */
function companies(names: readonly string[], twice: number) {
  const phones = names.map((_, at) => `0512${68_000_000 + at * 7_919}`);
  const again = names.slice(0, twice);
  return {
    names: ["name", "phone"],
    columns: [
      [...names, ...again],
      [...phones, ...again.map(() => "")],
    ],
    rows: names.length + twice,
  };
}

const columns = { name: "company", phone: "phone" } as const;
const found = (table: Parameters<typeof link>[0], naming: readonly string[], threshold = 0.5) => {
  const rules = { columns, naming: new Set(naming) };
  const { left, right } = link(table, undefined, { rules, threshold });
  return [...left].map((row, at) => [row, right[at]]);
};
const bothTwice = (names: readonly string[]) =>
  expect.arrayContaining([0, 1].map((row) => [row, names.length + row]));

it("link() is sure of an equal name of rare words, however seldom any stands twice, where the column holds names", () => {
  const table = companies(ofRareWords, 2);
  expect(found(table, [])).toEqual([]);
  // Of the two halves of what such a column is told by, this is how rare the words are: the other comes to .75.
  expect(found(table, ["name"], 0.9)).toEqual(bothTwice(ofRareWords));
});

it("link() takes an equal name of common words for no less than a like one, where the column holds names", () => {
  const table = companies(ofCommonWords, 2);
  expect(found(table, [])).toEqual([]);
  expect(found(table, ["name"])).toEqual(bothTwice(ofCommonWords));
});

it("link() finds nothing among names of which none stands twice, however like one another", () => {
  expect(found(companies(ofRareWords, 0), ["name"])).toEqual([]);
  expect(found(companies(ofCommonWords, 0), ["name"])).toEqual([]);
});
