import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom } from "@causeway/kernel";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { main } from "../main.ts";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => printed.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

const folder = mkdtempSync(join(tmpdir(), "discover-"));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const discover = async (...args: readonly string[]) => ({
  code: await main(["discover", ...args]),
  text: printed.join("\n"),
});

/** a → c ← b and c → d, in 2,000 rows; `separator` between the cells. */
function rows(separator: string): string {
  const random = seededRandom(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: 2000 }, () => {
    const [a, b] = [normal(), normal()];
    const c = a + b + normal();
    return [a, b, c, c + normal()].map((value) => value.toFixed(6)).join(separator);
  }).join("\n");
}

const arrows = [
  { from: "a", to: "c", kind: "directed" },
  { from: "b", to: "c", kind: "directed" },
  { from: "c", to: "d", kind: "directed" },
];

it("discover prints the graph as JSON", async () => {
  const { code, text } = await discover(
    file("table.csv", `a,b,c,d\n${rows(",")}\n`),
    "--alpha",
    "0.01",
    "--bootstrap",
    "20",
    "--json",
  );
  expect(code).toBe(0);
  const found = JSON.parse(text);
  expect(found).toMatchObject({
    nodes: ["a", "b", "c", "d"],
    edges: arrows.map((arrow) => ({
      ...arrow,
      stability: expect.any(Number),
      sure: expect.any(Boolean),
    })),
    tests: { notEnoughData: 0 },
    test: { kind: "fisher-z" },
  });
  expect(found.seconds).toBeGreaterThan(0);
});

it("discover reads gzip, other separators and files without a header", async () => {
  const packed = await discover(
    file("table.tsv.gz", gzipSync(`a\tb\tc\td\n${rows("\t")}\n`)),
    "--alpha=0.01",
    "--json",
  );
  expect(JSON.parse(packed.text)).toMatchObject({ edges: arrows });
  printed.length = 0;
  const bare = await discover(
    file("bare.txt", rows(" ")),
    "--columns=a,b,c,d",
    "--alpha=0.01",
    "--json",
  );
  expect(JSON.parse(bare.text)).toMatchObject({ edges: arrows });
});

it("discover keeps to the knowledge it is given", async () => {
  const knowledge = file(
    "tiers.json",
    JSON.stringify({ tiers: [["d"], ["a", "b", "c"]], forbid: [["a", "b"]] }),
  );
  const { text } = await discover(
    file("table.csv", `a,b,c,d\n${rows(",")}\n`),
    "--knowledge",
    knowledge,
    "--json",
  );
  const edges: { from: string; to: string }[] = JSON.parse(text).edges;
  expect(edges.filter(({ to }) => to === "d")).toEqual([]);
  expect(edges.filter(({ from }) => from === "d").length).toBeGreaterThan(0);
});

it("discover reads decimal commas and the separator that a first line names", async () => {
  const { text } = await discover(
    file("excel.csv", `sep=;\na;b;c;d\n${rows(";").replaceAll(".", ",")}\n`),
    "--alpha=0.01",
    "--json",
  );
  expect(JSON.parse(text)).toMatchObject({ edges: arrows, test: { kind: "fisher-z" } });
});

it("discover refuses a measurement with a stray text and says where it stands", async () => {
  const lines = rows(",").split("\n");
  const spoilt = lines.with(4, (lines[4] ?? "").replace(/^[^,]*/, "abc"));
  const { code, text } = await discover(file("spoilt.csv", `a,b,c,d\n${spoilt.join("\n")}\n`));
  expect(code).toBe(2);
  expect(text).toContain("column a holds text (“abc”, data row 5) among numbers");
});

it.each([
  ["an empty file", "", [], /is empty/],
  ["no rows", "a,b\n", [], /no rows/],
  ["a column without values", "a,b\n1,\n2,\n", [], /Column b has no value in any row/],
  ["text for a test of numbers", "a,b\nx,1\ny,2\n", ["--test=fisher-z"], /Column a holds text/],
  ["an unknown test", "a,b\n1,2\n", ["--test=magic"], /--test must be one of/],
  [
    "a number that looks like an option",
    "a,b\n1,2\n",
    ["--bootstrap", "-1"],
    /written as --bootstrap=-/,
  ],
] as const)("discover refuses %s with one line and code 2", async (_, content, args, message) => {
  const { code, text } = await discover(file("bad.csv", content), ...args);
  expect(code).toBe(2);
  expect(text).toMatch(message);
  expect(text).not.toContain("\n");
});

it.each([
  [
    {
      require: [
        ["a", "b"],
        ["b", "a"],
      ],
    },
    /requires a -> b|cycle/,
  ],
  [{ tiers: [["a"], ["b"]], require: [["b", "a"]] }, /requires b -> a and also forbids it/],
  [{ tiers: [["zebra"]] }, /zebra/],
  [{ tears: [] }, /tears/],
] as const)("discover refuses the knowledge %j and names what is wrong", async (input, message) => {
  const knowledge = file("knowledge.json", JSON.stringify(input));
  const { code, text } = await discover(
    file("two.csv", "a,b\n1,2\n2,1\n"),
    "--knowledge",
    knowledge,
  );
  expect(code).toBe(2);
  expect(text).toMatch(message);
});

it("discover refuses a file whose first line is data, and reads dates and amounts as numbers", async () => {
  const bare = await discover(file("bare.csv", rows(",")));
  expect(bare.code).toBe(2);
  expect(bare.text).toContain("the first line holds numbers, not names");
  printed.length = 0;
  const lines = Array.from({ length: 60 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},"¥${day * 3},${String((day * 7) % 10).padStart(3, "0")}"`;
  });
  const { text } = await discover(file("days.csv", `day,amount\n${lines.join("\n")}\n`), "--json");
  expect(JSON.parse(text)).toMatchObject({
    test: { kind: "fisher-z" },
    edges: [{ from: "amount" }],
  });
});
