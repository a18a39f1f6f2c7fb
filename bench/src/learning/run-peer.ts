import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchData } from "./make-data.ts";

/** What one learner did on one data set. */
export interface BenchResult {
  readonly seconds: number;
  readonly auc: number;
  readonly rowsPerSecond: number;
  readonly megabytes: number;
}

const script = fileURLToPath(new URL("./lightgbm-peer.py", import.meta.url));

/** Trains LightGBM on the same rows in a process of its own. */
export function runLightgbm(
  python: string,
  data: BenchData,
  settings: { readonly leaves: number; readonly rounds: number; readonly classes: number },
): BenchResult {
  const folder = mkdtempSync(join(tmpdir(), "causeway-bench-"));
  const columns = data.train.dataset.columns.length;
  try {
    for (const name of ["train", "test"] as const) {
      writeFileSync(join(folder, `${name}.bin`), rowsOf(data[name]));
    }
    const output = execFileSync(
      python,
      [
        script,
        folder,
        ...[columns, settings.leaves, settings.rounds, settings.classes].map(String),
      ],
      { encoding: "utf8", env: { ...process.env, OMP_NUM_THREADS: "1" } },
    );
    return JSON.parse(output) as BenchResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Row by row, the outcome last. */
function rowsOf({ dataset, target }: BenchData["train"]): Float64Array {
  const width = dataset.columns.length + 1;
  const rows = new Float64Array(dataset.rows * width);
  dataset.columns.forEach((column, position) => {
    if (column.kind !== "numeric") return;
    for (let row = 0; row < dataset.rows; row++) {
      rows[row * width + position] = column.values[row] ?? Number.NaN;
    }
  });
  target.forEach((value, row) => {
    rows[row * width + width - 1] = value;
  });
  return rows;
}
