import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../main.ts";

vi.setConfig({ testTimeout: 240_000 });

const folder = process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data";
const printed: string[] = [];
beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation((line) => printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

/** F1 of the command on files of public data. */
async function f1(...args: readonly string[]): Promise<number> {
  printed.length = 0;
  const paths = args.map((arg) => (arg.endsWith(".csv") ? `${folder}/${arg}` : arg));
  expect(await main(["link", ...paths, "--json"])).toBe(0);
  return JSON.parse(printed.join("")).f1;
}

const two = (name: string) => [
  `er_magellan/${name}/table_a.csv`,
  `er_magellan/${name}/table_b.csv`,
  "--id",
  "_id",
  "--truth",
  `er_magellan/${name}/gold.csv`,
];

describe.skipIf(!existsSync(`${folder}/febrl`))("link without labels on public data", () => {
  it("finds the duplicates of febrl's data sets 1 and 3", async () => {
    const truth = ["--truth", "rec_id", "--truth-pattern", "rec-(\\d+)"];
    expect(await f1("febrl/dataset1.csv", ...truth)).toBeGreaterThanOrEqual(0.995);
    expect(await f1("febrl/dataset3.csv", ...truth)).toBeGreaterThanOrEqual(0.995);
  });

  it("finds the people of Splink's fake_1000", async () => {
    const truth = ["--truth", "cluster", "--id", "unique_id"];
    expect(await f1("splink/fake_1000.csv", ...truth)).toBeGreaterThan(0.93);
  });

  it("matches the papers of DBLP and ACM and most products of Amazon and Google", async () => {
    expect(await f1(...two("structured_dblp_acm"))).toBeGreaterThan(0.97);
    expect(await f1(...two("structured_amazon-google"))).toBeGreaterThan(0.55);
  });
});
