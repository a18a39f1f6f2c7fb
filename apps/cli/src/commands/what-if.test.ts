import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "@causeway/kernel";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { main } from "../main.ts";
import { parseWhere } from "../what-if/parse-where.ts";

// Real computing: a machine busy with other suites needs its time.
vi.setConfig({ testTimeout: 120_000 });

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => printed.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => printed.push(line));
});
afterEach(() => vi.restoreAllMocks());
const folder = mkdtempSync(join(tmpdir(), "causeway-what-if-"));
afterAll(() => rmSync(folder, { recursive: true }));

const random = seededRandom(8);
const rows = Array.from({ length: 1500 }, (_, id) => {
  const z = random();
  const region = random() < 0.5 ? "east" : "west";
  const x = Number(random() < 0.2 + 0.6 * z);
  const delay = 20 + 60 * random() + 20 * z;
  const y = 2 * z + (region === "east" ? 3 : 1) * x - 0.05 * delay + random();
  const won = random() < 0.2 + 0.3 * x + 0.3 * z ? "yes" : "no";
  return { id, z, region, x, delay, y, won };
});
const file = join(folder, "world.csv");
writeFileSync(
  file,
  ["id,z,region,x,delay,y,won", ...rows.map((row) => Object.values(row).join(","))].join("\n"),
);
const graph = "z -> x; z -> y; z -> delay; delay -> y; region -> y; x -> y; x -> won; z -> won";

const run = async (...args: readonly string[]) => {
  const code = await main(["what-if", ...args]);
  return { code, text: printed.join("\n") };
};
const ask = async (...args: readonly string[]) => {
  const { code, text } = await run(file, "--graph", graph, ...args, "--json");
  expect(code, text).toBe(0);
  return JSON.parse(text);
};
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

it("what-if answers for a segment, in the shape of its contract", async () => {
  const answer = await ask("--outcome", "y", "--set", "x=1", "--where", "region = 'east'");
  const east = rows.filter(({ region }) => region === "east");
  const truth = mean(east.map(({ y, x }) => y + 3 * (1 - x)));
  expect(answer).toMatchObject({ verdict: "trusted", n: east.length });
  expect(answer.interval[0]).toBeLessThan(truth);
  expect(answer.interval[1]).toBeGreaterThan(truth);
  expect(answer.interval[1] - answer.interval[0]).toBeLessThan(0.3);
  expect(answer.seconds).toBeGreaterThan(0);
});

it("what-if moves a time by hours", async () => {
  const { interval, factual } = await ask("--outcome", "y", "--set", "delay=delay-10");
  expect(interval[0]).toBeLessThan(factual + 0.5);
  expect(interval[1]).toBeGreaterThan(factual + 0.5);
});

it("what-if follows a policy, and leaves rows alone that it says nothing about", async () => {
  const send = rows.map(
    (row) => row.y + (row.region === "east" ? 3 : 1) * (Number(row.z > 0.5) - row.x),
  );
  const both = await ask("--outcome", "y", "--set", "x = 1 if z > 0.5 else 0");
  expect(both.interval[0]).toBeLessThan(mean(send));
  expect(both.interval[1]).toBeGreaterThan(mean(send));
  printed.length = 0;
  const more = rows.map((row) =>
    row.z > 0.5 ? row.y + (row.region === "east" ? 3 : 1) * (1 - row.x) : row.y,
  );
  const only = await ask("--outcome", "y", "--set", "x=1 if z > 0.5");
  expect(only.interval[0]).toBeLessThan(mean(more));
  expect(only.interval[1]).toBeGreaterThan(mean(more));
});

it("what-if gives one record its own noise, and bounds for a yes or no", async () => {
  const row = rows.find(({ x, won }) => x === 0 && won === "no");
  const about = ["--set", "x=1", "--where", `id = ${row?.id}`];
  const truth = (row?.y ?? 0) + (row?.region === "east" ? 3 : 1);
  const answer = await ask("--outcome", "y", ...about);
  expect(answer).toMatchObject({ n: 1, factual: row?.y });
  expect(Math.abs(answer.estimate - truth)).toBeLessThan(0.5);
  printed.length = 0;
  const { bounds, estimate } = await ask("--outcome", "won", ...about);
  expect(bounds[0]).toBeLessThanOrEqual(estimate);
  expect(bounds[1]).toBeGreaterThan(bounds[0] + 0.1);
});

it("what-if refuses what the graph leaves open", async () => {
  const { code, text } = await run(
    ...[file, "--graph", "x -> y; x <-> y", "--outcome", "y", "--set", "x=1", "--json"],
  );
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ estimate: null, interval: null, verdict: "refused" });
});

const fine = ["--graph", graph, "--outcome", "y", "--set", "x=1"];
it.each([
  ["a variable the graph lacks", [...fine, "--where", "a = 1"], "no column “a”"],
  ["a segment without rows", [...fine, "--where", "region = 'north'"], "no row meets"],
  ["a condition that cannot be read", [...fine, "--where", "region"], "cannot read “region”"],
  ["a text for a number", fine.with(5, "x=often"), "cannot be set to “often”"],
  ["no value", fine.with(5, "x"), '"variable=value"'],
  ["an outcome of texts", fine.with(3, "region"), "holds texts"],
  ["a graph of other columns", fine.with(1, "x -> y; u -> y"), "speaks of “u”"],
  ["a cycle", fine.with(1, "x -> y -> x"), "cycle"],
])("what-if answers %s with exit code 2 and one line", async (_, args, message) => {
  const { code, text } = await run(file, ...args);
  expect(code).toBe(2);
  expect(text).toContain(message);
  expect(text.split("\n")).toHaveLength(1);
});

it("parseWhere() reads quotes, lists and several comparisons", () => {
  expect(parseWhere("\"the region\" = 'a and b' AND age>=30 and plan in ('x', \"y, z\")")).toEqual([
    { column: "the region", operator: "=", values: ["a and b"] },
    { column: "age", operator: ">=", values: ["30"] },
    { column: "plan", operator: "in", values: ["x", "y, z"] },
  ]);
});

it("what-if tells every step of the way for one record, and refuses a time that is no column", async () => {
  const chained = join(folder, "chain.csv");
  const lines = Array.from({ length: 600 }, (_, id) => {
    const reported = 24 + 120 * random();
    const alarm = reported / 2 + 2 * random();
    return [id, reported, alarm, alarm > 40 + 5 * random() ? "yes" : "no"].join(",");
  });
  writeFileSync(chained, ["id,reported,alarm,lost", ...lines].join("\n"));
  const about = [chained, "--graph", "reported -> alarm; alarm -> lost", "--outcome", "lost"];
  const set = ["--set", "reported = reported - 20", "--where", "id = 3"];
  const { code, text } = await run(...about, ...set, "--times", "alarm", "--json");
  expect(code, text).toBe(0);
  const { path, n } = JSON.parse(text);
  const was = Number(lines[3]?.split(",")[2]);
  expect(n).toBe(1);
  expect(path[0].was).toBeCloseTo(was, 9);
  expect(was - path[0].would).toBeGreaterThan(7);
  expect(was - path[0].would).toBeLessThan(13);
  expect(Object.keys(path[1].would)).toEqual(["no", "yes"]);
  printed.length = 0;
  const refused = await run(...about, ...set, "--times", "alrm");
  expect(refused.code).toBe(2);
  expect(refused.text).toContain("there is no column “alrm”");
});
