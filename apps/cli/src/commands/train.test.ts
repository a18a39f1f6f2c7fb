import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom } from "@causeway/kernel";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { main } from "../main.ts";

const folder = mkdtempSync(join(tmpdir(), "causeway-train-"));
afterAll(() => rmSync(folder, { recursive: true }));
const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
const complain = vi.spyOn(console, "error").mockImplementation(() => undefined);
afterEach(() => {
  log.mockClear();
  complain.mockClear();
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Semicolons, quotes, a gap, a leak; the outcome depends on size and city. */
function table(rows: number, separator: string): string {
  const random = seededRandom(1);
  const lines = [["size", "city, state", "paid", "date", "won"]];
  for (let row = 0; row < rows; row++) {
    const size = random() * 10;
    const city = random() < 0.5 ? "Bonn" : "Ulm";
    const won = random() < 1 / (1 + Math.exp(5 - 0.6 * size - (city === "Ulm" ? 4 : 0)));
    const date = new Date(Date.UTC(2026, 0, 1) + row * 3_600_000).toISOString().slice(0, 10);
    const cell = random() < 0.1 ? "" : size.toFixed(2);
    lines.push([cell, city, won ? "12" : "0", date, won ? "yes" : "no"]);
  }
  return lines.map((line) => line.map((cell) => `"${cell}"`).join(separator)).join("\r\n");
}

const data = file("data.csv", table(400, ";"));

async function answer(...args: string[]) {
  const code = await main(args);
  const printed = log.mock.calls.at(-1)?.[0] as string | undefined;
  return { code, result: printed ? (JSON.parse(printed) as Record<string, never>) : undefined };
}

it("train drops a leak, judges out of fold, and score gives the same rows back with reasons", async () => {
  const model = join(folder, "model.json");
  const { code, result } = await answer(
    ...["train", data, "--target", "won", "--out", model, "--seed", "3", "--json"],
  );
  expect(code).toBe(0);
  expect(result).toMatchObject({
    verdict: "leaky",
    leaks: [{ column: "paid" }],
    task: "binary",
    classes: ["no", "yes"],
    rows: 400,
    metrics: { interval: { of: "auc" } },
  });
  const { auc } = result?.["metrics"] ?? { auc: 0 };
  expect(auc).toBeGreaterThan(0.8);
  const out = join(folder, "scores.csv");
  const scored = await answer(
    ...["score", data, "--model", model, "--out", out, "--explain", "--json"],
  );
  expect(scored).toMatchObject({ code: 0, result: { rows: 400, out } });
  const [header, first] = readFileSync(out, "utf8").split("\n");
  expect(header).toBe('row,probability,why size,"why city, state",why date');
  expect(first?.split(",")).toHaveLength(5);
}, 60_000);

it("train reads gzip and commas, orders by time, and takes exclusions", async () => {
  const packed = file("data.csv.gz", gzipSync(table(300, ",")));
  const { result } = await answer(
    ...["train", packed, "--target", "won", "--exclude", "paid,date", "--time", "date"],
    ...["--folds", "3", "--model", "logistic", "--json"],
  );
  expect(result).toMatchObject({ verdict: "usable", leaks: [], model: "logistic" });
  expect(result?.["drift"]).toMatchObject({ drifted: false });
}, 60_000);

it("train reads what a Chinese Excel writes: UTF-16, decimal commas, GB 18030", async () => {
  const rows = table(300, ";");
  const wide = Buffer.concat([
    Buffer.of(0xff, 0xfe),
    Buffer.from(rows.replaceAll(".", ","), "utf16le"),
  ]);
  const options = ["--target", "won", "--folds", "3", "--model", "logistic", "--json"];
  const plain = await answer("train", file("plain.csv", rows), ...options);
  const same = await answer("train", file("wide.csv", wide), ...options);
  expect(same.result?.["metrics"]).toEqual(plain.result?.["metrics"]);
  // “城市” in GB 18030 as a column's name.
  const body = Array.from({ length: 60 }, (_, row) => `${row % 7};${row % 3};${row % 2}`);
  const chinese = Buffer.concat([
    Buffer.from("x;"),
    Buffer.of(0xb3, 0xc7, 0xca, 0xd0),
    Buffer.from(`;won\n${body.join("\n")}\n`),
  ]);
  const found = await answer("train", file("chinese.csv", chinese), ...options);
  expect(JSON.stringify(found.result?.["importance"])).toContain("城市");
}, 60_000);

it("train --gap leaves out what was not known yet, and score explains every class", async () => {
  const random = seededRandom(4);
  const lines = Array.from({ length: 180 }, (_, day) => {
    const size = random();
    const spread = size + 0.4 * (random() - 0.5);
    const kind = spread < 0.3 ? "a" : spread < 0.6 ? "b" : "c";
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    return `${size.toFixed(3)},${date},${kind}`;
  });
  const path = file("kinds.csv", ["size,day,kind", ...lines].join("\n"));
  const model = join(folder, "kinds.json");
  const options = ["--target", "kind", "--time", "day", "--folds", "2", "--json"];
  const plain = await answer("train", path, ...options, "--out", model);
  // One row a day is no identifier of anybody.
  expect(plain.result).toMatchObject({ task: "multiclass", verdict: "usable", suspects: [] });
  const gap = await answer("train", path, ...options, "--gap", "20");
  expect(gap.result).toMatchObject({ verdict: "usable" });
  expect(gap.result?.["metrics"]).not.toEqual(plain.result?.["metrics"]);
  const out = join(folder, "kinds-scores.csv");
  await answer("score", path, "--model", model, "--out", out, "--explain", "--json");
  const [header, first] = readFileSync(out, "utf8").split("\n");
  const classes = plain.result?.["classes"] as unknown as readonly string[];
  expect(header?.split(",")).toEqual([
    "row",
    ...classes.map((label) => `probability ${label}`),
    ...classes.flatMap((label) => [`why ${label}: size`, `why ${label}: day`]),
  ]);
  expect(first?.split(",").map(Number).some(Number.isNaN)).toBe(false);
}, 60_000);

const bad: readonly [string, readonly string[], RegExp][] = [
  ["no such file", ["train", join(folder, "none.csv"), "--target", "won"], /no such file/],
  ["no target", ["train", data], /--target/],
  ["an unknown column", ["train", data, "--target", "wins"], /no column “wins” \(it has size/],
  ["an unknown exclusion", ["train", data, "--target", "won", "--exclude", "x"], /--exclude.*“x”/],
  ["a text to order by", ["train", data, "--target", "won", "--time", "city, state"], /--time/],
  ["a wrong model", ["train", data, "--target", "won", "--model", "magic"], /--model/],
  ["too many folds", ["train", data, "--target", "won", "--folds", "50"], /400 rows.*--folds 40/],
  ["a regression on texts", ["train", data, "--target", "won", "--task", "regression"], /numbers/],
  [
    "a number that never changes",
    ["train", file("same.csv", "a,b\n1,5\n2,5\n"), "--target", "b", "--task", "regression"],
    /one outcome only/,
  ],
  ["a gap without an order", ["train", data, "--target", "won", "--gap", "3"], /--time/],
  [
    "a gap that leaves nothing",
    ["train", data, "--target", "won", "--time", "date", "--gap", "999"],
    /--gap 999 leaves nothing/,
  ],
  ["a model that is none", ["score", data, "--model", data], /not JSON/],
  [
    "a number too large to reckon with",
    ["train", file("huge.csv", "a,b\n1,0\n1e300,1\n"), "--target", "b"],
    /“a” holds a number beyond .* row 2/,
  ],
  ["a broken line", ["train", file("broken.csv", "a,b\n1,2\n1,2,3\n"), "--target", "b"], /line 3/],
  [
    "bytes that are no text",
    ["train", file("x.csv", Uint8Array.of(255, 0, 255)), "--target", "b"],
    /UTF-8/,
  ],
];

it.each(bad)(
  "train and score answer %s with exit code 2 and one line",
  async (_, args, message) => {
    expect(await main(args)).toBe(2);
    expect(complain).toHaveBeenCalledTimes(1);
    const line = String(complain.mock.calls[0]?.[0]);
    expect(line).toMatch(message);
    expect(line).not.toContain("\n");
  },
);

it("train notes what its scores do not show: rare outcomes, one row that is nearly all, odd cells, free text, order alone", async () => {
  const random = seededRandom(6);
  const cells = Array.from({ length: 120 }, (_, row) => {
    const [a, b] = [random(), random()];
    const outcome = row === 3 ? "" : b + 0.3 * random() > 0.65 ? "yes" : "no";
    const words = `${random()} and ${random()} of ${random()}`;
    return { number: row === 5 ? "abc" : a.toFixed(6), b, words, outcome, row };
  });
  const write = (name: string, of: (cell: (typeof cells)[number]) => readonly unknown[]) =>
    file(name, ["n,b,t,y", ...cells.map((cell) => of(cell).join(","))].join("\n"));
  const notesOf = async (path: string, ...more: string[]) => {
    const { result } = await answer("train", path, "--target", "y", "--json", ...more);
    return (result?.["notes"] ?? []) as readonly string[];
  };
  const odd = await notesOf(
    write("odd.csv", (cell) => [cell.number, cell.b, cell.words, cell.outcome]),
  );
  expect(odd).toEqual([
    "1 row without an outcome left out",
    "“n” was read as words: 1 of its 120 cells are no numbers, such as “abc”",
    "“t” holds free text, of which nothing is read",
  ]);
  const plain = ["--model", "logistic", "--exclude", "t,n"];
  const rare = write("rare.csv", ({ b, row }) => [row, b, "x", row % 40 === 0 ? "yes" : "no"]);
  expect(await notesOf(rare, ...plain)).toEqual([
    "the outcome “yes” has only 3 rows: hardly anything is known of it",
  ]);
  const { result } = await answer("train", rare, "--target", "y", "--json", ...plain);
  expect(result).toMatchObject({ majority: { class: "no", share: 0.975 } });
  const lone = write("lone.csv", ({ b, row }) => [row, b, "x", row === 7 ? 1e9 : b + row / 1e3]);
  expect(await notesOf(lone, ...plain)).toEqual([
    expect.stringMatching(/^one row, with the outcome 1000000000, makes up 99\.2 % /),
  ]);
  // Ever more say yes: the order of rows stays right, the shares that are promised do not.
  const more = write("more.csv", ({ b, row }) => [
    row,
    b,
    "x",
    b > 0.95 - row / 120 ? "yes" : "no",
  ]);
  expect(await notesOf(more, ...plain, "--time", "rows", "--folds", "2")).toEqual([
    expect.stringMatching(/^its probabilities are worse than saying .* use its order only$/),
  ]);
}, 60_000);

it("train takes no copied rows for rows it never saw, and score reads days and months as training did", async () => {
  const random = seededRandom(5);
  const line = () => {
    const day = new Date(Date.UTC(2026, 0, 1) + Math.floor(300 * random()) * 86_400_000);
    const [year, month, date] = day.toISOString().slice(0, 10).split("-");
    return `${date}/${month}/${year},${random().toFixed(6)},${random() < 0.5 ? 1 : 0}`;
  };
  const lines = Array.from({ length: 150 }, line);
  const path = file("copies.csv", ["seen,size,y", ...lines, ...lines, ...lines].join("\n"));
  const model = join(folder, "copies.json");
  const { code, result } = await answer("train", path, "--target", "y", "--out", model, "--json");
  expect(code).toBe(0);
  expect(result).toMatchObject({ rows: 150, copies: 300, verdict: "no-signal" });
  const short = file("short.csv", "seen,size\n03/04/2026,0.5\n");
  const out = join(folder, "short-scores.csv");
  expect(await main(["score", short, "--model", model, "--out", out, "--json"])).toBe(0);
  expect(readFileSync(out, "utf8").split("\n")).toHaveLength(3);
});
