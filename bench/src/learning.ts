import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findLightgbm } from "./learning/find-peer.ts";
import { makeData } from "./learning/make-data.ts";
import { profileOurs, runOurs } from "./learning/run-ours.ts";
import { type BenchResult, runLightgbm } from "./learning/run-peer.ts";

// Ours beside LightGBM: one thread each, the same rows, bins, leaves and rounds; a table and a profile for each size.
// A third number is that of classes (default 2); seconds by tree are told beside the whole.
// node bench/src/learning.ts [--sizes 8000x30,40000x40,160000x40,20000x20x3,20000x20x10] [--seeds 5] [--json]

const settings = { leaves: 31, rounds: 100 } as const;

const { values } = parseArgs({
  options: {
    sizes: {
      type: "string",
      default: "8000x30,40000x40,160000x40,20000x20,20000x20x3,20000x20x10",
    },
    seeds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});

interface Line {
  readonly size: string;
  readonly seed: number;
  readonly ours: BenchResult;
  readonly peer: BenchResult | null;
}

const peer = findLightgbm(fileURLToPath(new URL("../..", import.meta.url)));
if ("missing" in peer) console.error(`skipped: ${peer.missing}`);

const lines: Line[] = [];
for (const size of values.sizes.split(",")) {
  const [rows = 0, columns = 0, classes = 2] = size.split("x").map(Number);
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const ours = await runOurs({ rows, columns, seed, classes, ...settings });
    const theirs =
      "python" in peer
        ? runLightgbm(peer.python, makeData(rows, columns, seed, classes), { ...settings, classes })
        : null;
    lines.push({ size, seed, ours, peer: theirs });
  }
  if (values.json) continue;
  printSize(size, classes);
  const profile = await profileOurs({ rows, columns, seed: 1, classes, ...settings });
  console.log("where the time of a training goes:");
  for (const { name, share } of profile.slice(0, 8)) {
    console.log(`  ${(100 * share).toFixed(1).padStart(5)} %  ${name}`);
  }
}
if (values.json) console.log(JSON.stringify({ settings, lines }));

function printSize(size: string, classes: number): void {
  const trees = settings.rounds * (classes > 2 ? classes : 1);
  const own = lines.filter((line) => line.size === size);
  console.log(`\n${size}, ${settings.rounds} rounds of ${settings.leaves} leaves, one thread`);
  console.table(
    own.map(({ seed, ours, peer: theirs }) => ({
      seed,
      "ours s": round(ours.seconds, 2),
      "LightGBM s": theirs && round(theirs.seconds, 2),
      ratio: theirs && round(ours.seconds / theirs.seconds, 2),
      "ours ms/tree": round((1000 * ours.seconds) / trees, 2),
      "ours AUC": round(ours.auc, 4),
      "LightGBM AUC": theirs && round(theirs.auc, 4),
      "ours rows/s": Math.round(ours.rowsPerSecond),
      "LightGBM rows/s": theirs && Math.round(theirs.rowsPerSecond),
      "ours MB": Math.round(ours.megabytes),
    })),
  );
  const gaps = own.flatMap(({ ours, peer: theirs }) => (theirs ? [ours.auc - theirs.auc] : []));
  if (gaps.length === 0) return;
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const ratios = own
    .flatMap(({ ours, peer: theirs }) => (theirs ? [ours.seconds / theirs.seconds] : []))
    .sort((a, b) => a - b);
  console.log(
    `mean AUC difference ${mean.toFixed(5)}, median time ratio ${round(ratios[ratios.length >> 1] ?? 0, 2)}`,
  );
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
