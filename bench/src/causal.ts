import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createTable, discover, tableFromText } from "@causeway/engine-causal";
import { seededRandom } from "@causeway/kernel";
import { installPeer } from "./install-peer.ts";

const networks = ["asia", "cancer", "earthquake", "survey", "sachs", "child", "alarm"] as const;
const root = fileURLToPath(new URL("../../", import.meta.url));
const data = resolve(
  root,
  process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data",
  "causal_learn/networks",
);
/** The default, and the peer's own rule: the same tests, and colliders from the sets that separated. */
const rules = [
  { title: "default (the best-scoring graph decides)", collider: undefined },
  { title: "--collider plain, the peer's own rule", collider: "plain" },
] as const;
/** Of so many runs on either side the fastest counts: other programs at work only ever slow a run down. */
const runs = 5;

interface PeerResult {
  readonly seconds: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly arrows: readonly (readonly [number, number])[];
}

const pairKey = (a: number, b: number) => `${Math.min(a, b)}-${Math.max(a, b)}`;

function f1(found: ReadonlySet<string>, truth: ReadonlySet<string>): string {
  const hits = [...found].filter((edge) => truth.has(edge)).length;
  return ((2 * hits) / Math.max(1, found.size + truth.size)).toFixed(3);
}

function readTable(path: string) {
  const [header = [], ...rows] = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return tableFromText(
    header,
    header.map((_, column) => rows.map((row) => row[column] ?? "")),
  );
}

function readTrueEdges(path: string, names: readonly string[]): ReadonlySet<string> {
  const edges = readFileSync(path, "utf8").matchAll(/^\d+\.\s+(\S+) --> (\S+)/gm);
  return new Set(
    [...edges].map(([, from = "", to = ""]) => pairKey(names.indexOf(from), names.indexOf(to))),
  );
}

/** The fastest of several runs after two that warm up the compiler, as the peer's first run warms up its caches. */
function measure<Result>(
  work: () => Result,
  times: number,
): {
  readonly result: Result;
  readonly seconds: number;
} {
  work();
  let result = work();
  let seconds = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    result = work();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { result, seconds };
}

function compareNetworks(): void {
  if (!existsSync(data)) {
    console.log(`No networks in ${data}, so this comparison stays open.`);
    return;
  }
  const peer = runPeer();
  for (const rule of rules) compareBy(rule, peer);
}

function compareBy({ title, collider }: (typeof rules)[number], peer: readonly PeerResult[]): void {
  const ratios: number[] = [];
  console.log(`\nchi-square, alpha .05, sparse tables tested as the peer does; ${title}`);
  console.log("network      tests  seconds  peer s   ratio    same  skeleton F1 (peer)");
  for (const [index, name] of networks.entries()) {
    const table = readTable(`${data}/${name}.data.txt`);
    const { result, seconds } = measure(
      () => discover(table, { test: "chi-square", sparse: "independent", collider }),
      runs,
    );
    const truth = readTrueEdges(`${data}/${name}.graph.txt`, result.nodes);
    const place = (node: string) => result.nodes.indexOf(node);
    const found = new Set(result.edges.map(({ from, to }) => pairKey(place(from), place(to))));
    const line = { name, tests: result.tests.run, seconds, found, truth, other: peer[index] };
    console.log(describe(line));
    if (line.other && isSame(line.other, found)) ratios.push(line.other.seconds / seconds);
  }
  if (ratios.length > 0) {
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    console.log(
      `Geometric mean of ${ratios.length} ratios with the same skeleton: ${mean.toFixed(1)}`,
    );
  }
}

function edgesOf(peer: PeerResult): ReadonlySet<string> {
  return new Set(peer.edges.map(([a, b]) => pairKey(a, b)));
}

function isSame(peer: PeerResult, found: ReadonlySet<string>): boolean {
  const theirs = edgesOf(peer);
  return theirs.size === found.size && [...theirs].every((edge) => found.has(edge));
}

interface Line {
  readonly name: string;
  readonly tests: number;
  readonly seconds: number;
  readonly found: ReadonlySet<string>;
  readonly truth: ReadonlySet<string>;
  readonly other: PeerResult | undefined;
}

function describe({ name, tests, seconds, found, truth, other }: Line): string {
  const peer = other
    ? [
        other.seconds.toFixed(3),
        (other.seconds / seconds).toFixed(1),
        isSame(other, found) ? "yes" : "no",
      ]
    : ["–", "–", "–"];
  return [
    name.padEnd(11),
    String(tests).padStart(6),
    seconds.toFixed(4).padStart(8),
    ...peer.map((cell) => cell.padStart(7)),
    ` ${f1(found, truth)} (${other ? f1(edgesOf(other), truth) : "–"})`,
  ].join(" ");
}

function runPeer(): readonly PeerResult[] {
  const python = installPeer("causal-learn", ["causal-learn==0.1.4.8"]);
  if (python === undefined) return [];
  const script = fileURLToPath(new URL("./causal-learn-peer.py", import.meta.url));
  const output = execFileSync(
    python,
    [script, String(runs), ...networks.map((name) => `${data}/${name}.data.txt`)],
    {
      encoding: "utf8",
      env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    },
  );
  return output
    .trim()
    .split("\n")
    .map((line): PeerResult => JSON.parse(line));
}

/** A random linear model, each variable with three neighbours on average. */
function linearModel(size: number, rows: number) {
  const random = seededRandom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const columns: Float64Array[] = [];
  for (let column = 0; column < size; column++) {
    const values = Float64Array.from({ length: rows }, normal);
    for (const cause of columns) {
      if (random() >= 3 / (size - 1)) continue;
      const weight = (0.2 + 0.8 * random()) * (random() < 0.5 ? -1 : 1);
      for (let row = 0; row < rows; row++) {
        values[row] = (values[row] ?? 0) + weight * (cause[row] ?? 0);
      }
    }
    const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / rows);
    columns.push(values.map((value) => value / scale));
  }
  return createTable(
    columns.map((values, index) => ({ kind: "continuous", name: `v${index}`, values })),
  );
}

/** Collects what is not in use any more, so that what is left is what a run holds. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

/** Memory in use at the ends of a run's steps, in sizes of its data, which count too. */
function heldBy(table: ReturnType<typeof linearModel>, bytes: number): number {
  const collect = collector();
  const inUse = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = inUse();
  let [most, depth] = [before, -1];
  const look = () => {
    most = Math.max(most, inUse());
  };
  const result = discover(table, {
    test: "fisher-z",
    alpha: 0.01,
    onProgress(step) {
      if (step.depth !== depth || step.share === 1) look();
      depth = step.depth;
      return false;
    },
  });
  look();
  return (bytes + most - before) / (result.nodes.length === 0 ? 1 : bytes);
}

function measureGaussian(): void {
  console.log(
    "variables    rows    tests  edges  seconds  CPU s  memory in use, in sizes of the data   process MB with the data, at most",
  );
  for (const size of [200, 1000]) {
    const rows = 10_000;
    const table = linearModel(size, rows);
    collector()();
    const loaded = process.memoryUsage().rss / 2 ** 20;
    const started = process.cpuUsage();
    const times = size > 500 ? 1 : runs;
    const { result, seconds } = measure(
      () => discover(table, { test: "fisher-z", alpha: 0.01 }),
      times,
    );
    // Other programs at work slow the clock but hardly the processor time, of which this is the mean of all runs.
    const processor = process.cpuUsage(started).user / 1e6 / (times + 2);
    const most = process.resourceUsage().maxRSS / 2 ** 10;
    const held = heldBy(table, size * rows * 8);
    console.log(
      `${String(size).padStart(9)} ${String(rows).padStart(7)} ${String(result.tests.run).padStart(8)} ${String(result.edges.length).padStart(6)} ${seconds.toFixed(2).padStart(8)} ${processor.toFixed(2).padStart(6)}  ${held.toFixed(2).padStart(34)}   ${loaded.toFixed(0).padStart(16)}, ${most.toFixed(0).padStart(7)}`,
    );
  }
}

compareNetworks();
measureGaussian();
