import { expect, it } from "vitest";
import { link } from "./link.ts";

const brands =
  "恒砺 启衡 德宇 嘉业 信邦 宏晟 利禾 永舜 博洋 诚衡 锐越 天康 众和 金泽 鼎钧 中安".split(" ");
const trades = "精密机械 电梯部件 医疗器械 康复器材 钣金 汽配".split(" ");
const cities = "苏州 无锡 宁波 佛山 青岛 武汉 成都 郑州 大连".split(" ");

/** Companies with a telephone of their own, the first of them once more without one. */
function companies(twice: number) {
  const names = brands.flatMap((brand, at) =>
    trades.map((trade, of) => `${cities[(at * 5 + of) % cities.length]}${brand}${trade}`),
  );
  const phones = names.map((_, at) => `0512${68_000_000 + at * 7_919}`);
  const again = names.slice(0, twice);
  const rows = [...names, ...again];
  return {
    table: {
      names: ["name", "phone"],
      columns: [rows, [...phones, ...rows.slice(phones.length).map(() => "")]],
      rows: rows.length,
    },
    one: names.length,
  };
}

const columns = { name: "company", phone: "phone" } as const;
const found = (table: Parameters<typeof link>[0], naming: ReadonlySet<string>) => {
  const { left, right } = link(table, undefined, { rules: { columns, naming } });
  return [...left].map((row, at) => [row, right[at]]);
};

it("link() takes an equal name for one company however seldom any stands twice, where the column holds names", () => {
  const { table, one } = companies(2);
  expect(found(table, new Set())).toEqual([]);
  expect(found(table, new Set(["name"])).toSorted()).toEqual([
    [0, one],
    [1, one + 1],
  ]);
});

it("link() finds nothing among names of which none stands twice", () => {
  expect(found(companies(0).table, new Set(["name"]))).toEqual([]);
});
