import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { type LinkTable, link } from "../src/index.ts";

const folder = process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data";
const hasData = existsSync(`${folder}/febrl`);

function readTable(path: string): LinkTable {
  const [names = [], ...rows]: string[][] = parse(readFileSync(`${folder}/${path}`, "utf8"), {
    bom: true,
    skip_empty_lines: true,
  });
  return {
    names: names.map((name) => name.trim()),
    columns: names.map((_, place) => rows.map((row) => row[place] ?? "")),
    rows: rows.length,
  };
}

const cellsOf = (table: LinkTable, name: string) => table.columns[table.names.indexOf(name)] ?? [];

function without(table: LinkTable, ...names: readonly string[]): LinkTable {
  const isKept = (_: unknown, place: number) => !names.includes(table.names[place] ?? "");
  return { ...table, names: table.names.filter(isKept), columns: table.columns.filter(isKept) };
}

const f1 = (hits: number, found: number, truth: number) => (2 * hits) / (found + truth);

/** F1 of one table whose rows of one key are one thing. */
function judgeOne(table: LinkTable, keys: readonly string[]): number {
  const { left, right } = link(table);
  const hits = left.filter((row, place) => keys[row] === keys[right[place] ?? -1]).length;
  const sizes = new Map<string, number>();
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  const truth = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  return f1(hits, left.length, truth);
}

function judgeFebrl(path: string): number {
  const table = readTable(path);
  const keys = cellsOf(table, "rec_id").map((id) => id.split("-")[1] ?? "");
  return judgeOne(without(table, "rec_id"), keys);
}

/** F1 of two tables against a list of pairs of ids. */
function judgeTwo(path: string): number {
  const [left, right, gold] = ["table_a", "table_b", "gold"].map((name) =>
    readTable(`er_magellan/${path}/${name}.csv`),
  );
  if (!left || !right || !gold) throw new Error("three files");
  const pairs = cellsOf(gold, "id1").map((id, place) => `${id} ${cellsOf(gold, "id2")[place]}`);
  const truth = new Set(pairs);
  const found = link(without(left, "_id"), without(right, "_id"));
  const [ids, others] = [cellsOf(left, "_id"), cellsOf(right, "_id")];
  const hits = found.left.filter((row, place) =>
    truth.has(`${ids[row]} ${others[(found.right[place] ?? 0) - left.rows]}`),
  ).length;
  return f1(hits, found.left.length, truth.size);
}

describe.skipIf(!hasData)("link without labels on public data", () => {
  it("finds the duplicates of febrl's data sets 1 and 3", () => {
    expect(judgeFebrl("febrl/dataset1.csv")).toBeGreaterThanOrEqual(0.995);
    expect(judgeFebrl("febrl/dataset3.csv")).toBeGreaterThanOrEqual(0.995);
  });

  it("finds the people of Splink's fake_1000", () => {
    const table = readTable("splink/fake_1000.csv");
    const f = judgeOne(without(table, "unique_id", "cluster"), cellsOf(table, "cluster"));
    expect(f).toBeGreaterThan(0.93);
  });

  it("matches the papers of DBLP and ACM, and the products of Amazon and Google better than by chance of words", () => {
    expect(judgeTwo("structured_dblp_acm")).toBeGreaterThan(0.97);
    expect(judgeTwo("structured_amazon-google")).toBeGreaterThan(0.55);
  });
});
