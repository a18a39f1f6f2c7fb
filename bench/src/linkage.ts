import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installPeer } from "./install-peer.ts";
import { makePeople } from "./linkage/make-people.ts";

// `causeway link` beside Splink on DuckDB: the same files, from reading them to groups of rows; ours without settings,
// Splink with those of its own notebook on febrl 3. A line for each file.
// node bench/src/linkage.ts [--sizes 100000,1000000] [--seed 1] [--json]

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "100000,1000000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

interface Answer {
  readonly seconds: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const data = resolve(root, process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data", "febrl");
const folder = mkdtempSync(join(tmpdir(), "bench-linkage-"));
const python = installPeer("splink", ["splink==4.0.17", "sqlglot<27", "duckdb<1.5"]);

function run(program: string, args: readonly string[]): Answer {
  const output = execFileSync(program, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

function runOurs(path: string): Answer {
  const program = join(root, "apps/cli/bin/causeway.mjs");
  const truth = ["--truth", "rec_id", "--truth-pattern", "rec-(\\d+)"];
  return run(process.execPath, [program, "link", path, ...truth, "--json"]);
}

function runPeer(path: string, isLarge: boolean): Answer | undefined {
  const script = fileURLToPath(new URL("./linkage/splink-peer.py", import.meta.url));
  if (python === undefined) return undefined;
  return run(python, [script, path, isLarge ? "large" : "small"]);
}

function compare(name: string, path: string, isLarge: boolean) {
  const ours = runOurs(path);
  const peer = runPeer(path, isLarge);
  if (!values.json) {
    const cells = [
      ours.seconds.toFixed(2),
      peer?.seconds.toFixed(2) ?? "–",
      peer ? (peer.seconds / ours.seconds).toFixed(2) : "–",
      ours.f1.toFixed(4),
      peer?.f1.toFixed(4) ?? "–",
    ];
    console.log(name.padEnd(20) + cells.map((cell) => cell.padStart(12)).join(""));
  }
  return { name, ours, peer };
}

try {
  const heads = ["seconds", "Splink s", "times", "F1", "Splink F1"];
  if (!values.json) {
    console.log("file".padEnd(20) + heads.map((cell) => cell.padStart(12)).join(""));
  }
  const lines = ["dataset1", "dataset3"].flatMap((name) => {
    const path = `${data}/${name}.csv`;
    if (existsSync(path)) return [compare(`febrl ${name}`, path, false)];
    console.error(`skipped: there is no ${path}`);
    return [];
  });
  for (const size of values.sizes
    .split(",")
    .filter((text) => text !== "")
    .map(Number)) {
    const path = join(folder, `people-${size}.csv`);
    writeFileSync(path, makePeople(size, Number(values.seed)));
    lines.push(compare(`${size} people`, path, size > 20_000));
  }
  if (values.json) console.log(JSON.stringify(lines));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
