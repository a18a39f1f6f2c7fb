import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { discover, tableFromText } from "@causeway/engine-causal";
import { fastestOf } from "./causal/fastest-of.ts";
import type { GaussianRun } from "./causal/gaussian-process.ts";
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
    const { result, seconds } = fastestOf(runs, () =>
      discover(table, { test: "chi-square", sparse: "independent", collider }),
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

/** In a process of its own, so that nothing but these data and runs is in its memory. */
function runGaussian(size: number, rows: number, times: number): GaussianRun {
  const script = fileURLToPath(new URL("./causal/gaussian-process.ts", import.meta.url));
  const args = [script, size, rows, times].map(String);
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

function measureGaussian(): void {
  console.log(
    "\nFisher's z, alpha .01. Memory in sizes of the data (rows × columns × 8 bytes), which count too: objects and arrays in use at the ends of steps; and the resident process at its largest up to the end of its first run, less the same process with the engine loaded and no data. Node as it is, no options.",
  );
  console.log(
    "variables    rows    tests  edges  seconds  CPU s  in use  process  (MB: idle, largest)",
  );
  for (const size of [200, 1000]) {
    const rows = 10_000;
    const run = runGaussian(size, rows, size > 500 ? 1 : runs);
    const { data, idle, most, inUse } = run.memory;
    const cells = [
      String(size).padStart(9),
      String(rows).padStart(7),
      String(run.tests).padStart(8),
      String(run.edges).padStart(6),
      run.seconds.toFixed(2).padStart(8),
      run.processorSeconds.toFixed(2).padStart(6),
      (inUse / data).toFixed(2).padStart(7),
      ((most - idle) / data).toFixed(2).padStart(8),
      ` (${(idle / 2 ** 20).toFixed(0)}, ${(most / 2 ** 20).toFixed(0)})`,
    ];
    console.log(cells.join(" "));
  }
}

compareNetworks();
measureGaussian();
