import { writeFile } from "node:fs/promises";
import {
  createDataset,
  describeFinding,
  foldsFor,
  type InferredColumn,
  inferColumn,
  purgedFolds,
  type Recipe,
  selectRows,
  selectValues,
  type TrainingReport,
  trainPrediction,
  withOutcome,
  withoutCopies,
} from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { parseArguments, wholeNumber } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { readTable, type TextTable } from "../read-table.ts";
import { saneColumn } from "../sane-column.ts";
import { type Outcome, readOutcome } from "../table-outcome.ts";
import { trainingNotes } from "../training-notes.ts";

const usage = `causeway train FILE --target COLUMN [options]

Trains a prediction on a CSV file and judges it on rows it never saw.

  --target COLUMN      the outcome to predict
  --task KIND          binary, multiclass or regression (default: by the values of the target)
  --exclude A,B        columns to leave out
  --time COLUMN|rows   learn from the past, judge on the future: by a column of dates or numbers, or by row order
  --gap N              with --time: leave out of the learning what lies less than N before what is judged, in days (rows
                       with --time rows, else the column's unit), where an outcome takes that long to be known
  --folds N            default 5, of 200,000 rows and more 3
  --model KIND         boosting or logistic (default: boosting where it beats logistic)
  --seed N             default 1
  --out FILE           write the model as JSON
  --json               print one JSON object

Rows that are exact copies of others are left out. Leaks (columns proven to know the outcome) are dropped; suspects are named and kept unless excluded.
The verdict is “no-signal” when the interval of the held-out score includes chance.`;

const options = {
  target: { type: "string" },
  task: { type: "string" },
  exclude: { type: "string" },
  time: { type: "string" },
  gap: { type: "string" },
  folds: { type: "string" },
  model: { type: "string" },
  seed: { type: "string", default: "1" },
  out: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

export const trainCommand: Command = {
  name: "train",
  summary: "Train a prediction on a CSV file and judge it on rows it never saw",
  usage,
  run: async (args) => {
    const start = performance.now();
    const { values, positionals } = parseArguments(args, options);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("train needs exactly one FILE");
    if (values.target === undefined) throw new UsageError("train needs --target COLUMN");
    const asked =
      values.folds === undefined ? undefined : wholeNumber(values.folds, "--folds", 2, 50);
    const seed = wholeNumber(values.seed, "--seed", 0, 2 ** 31);
    const recipe = readRecipe(values.model);
    const table = await readTable(path);
    const excluded = readExcluded(values.exclude, table, path);
    const answers = cellsOf(table, values.target, path, "--target");
    const outcome = readOutcome(values.target, answers, values.task);
    saneColumn(values.target, answers, path);
    const kept = table.names.filter((name) => name !== values.target && !excluded.has(name));
    if (kept.length === 0) throw new UsageError("No column is left to learn from");
    const inferred = kept.map((name) =>
      saneColumn(name, cellsOf(table, name, path, "column"), path),
    );
    const all = createDataset(
      inferred.map(({ column }) => column),
      table.rows,
    );
    const told = withOutcome(all, outcome.values);
    const single = withoutCopies(told.dataset, told.target, seededRandom(seed));
    const rows = Uint32Array.from(single.rows, (row) => told.rows[row] as number);
    const isWhole = single.rows.length === told.dataset.rows;
    const dataset = isWhole ? told.dataset : selectRows(told.dataset, single.rows);
    const target = isWhole ? told.target : selectValues(told.target, single.rows);
    const folds = asked ?? foldsFor(rows.length);
    checkRows(path, rows.length, folds);
    const times = readTimes(values.time, table, path);
    const order = orderOf(times && selectValues(times, rows), values.gap, folds);
    const report = trainPrediction(dataset, target, {
      task: outcome.task,
      targetName: values.target,
      classes: outcome.classes,
      dates: new Set(kept.filter((_, place) => inferred[place]?.inferred === "date")),
      random: seededRandom(seed),
      folds,
      countsLearning: true,
      ...(recipe && { recipe }),
      ...order,
    });
    const model = { ...report.model, ...dateOrdersOf(kept, inferred) };
    if (values.out !== undefined) await writeFile(values.out, JSON.stringify(model));
    const seconds = (performance.now() - start) / 1000;
    const withoutOutcome = table.rows - told.rows.length;
    const printed = {
      ...present(report, outcome, rows.length, seconds),
      copies: single.copies,
      notes: trainingNotes({ all, target, outcome, withoutOutcome }, report),
    };
    console.log(values.json ? JSON.stringify(printed) : describe(report, printed));
    return 0;
  },
};

/** What the file of training showed of days and months before slashes; a short file to score may leave it open. */
function dateOrdersOf(names: readonly string[], columns: readonly InferredColumn[]) {
  const orders = columns.flatMap(({ dateOrder }, place) =>
    dateOrder === undefined ? [] : [[names[place] ?? "", dateOrder] as const],
  );
  return orders.length === 0 ? {} : { dateOrders: Object.fromEntries(orders) };
}

function readRecipe(text: string | undefined): Recipe | undefined {
  if (text === undefined || text === "boosting" || text === "logistic") return text;
  throw new UsageError(`--model must be boosting or logistic, not “${text}”`);
}

/** Rows in order of time, and with a gap when each outcome is known. */
function orderOf(
  times: Float64Array | undefined,
  text: string | undefined,
  folds: number,
): { readonly times?: Float64Array; readonly ends?: Float64Array } {
  if (times === undefined) {
    if (text !== undefined) throw new UsageError("--gap needs --time");
    return {};
  }
  if (text === undefined) return { times };
  const gap = Number(text);
  if (text.trim() === "" || !(gap >= 0) || !Number.isFinite(gap)) {
    throw new UsageError(`--gap must be a number of at least 0, not “${text}”`);
  }
  const ends = times.map((time) => time + gap);
  if (purgedFolds(times, ends, folds).length === 0) {
    throw new UsageError(`--gap ${text} leaves nothing to learn from before what is judged`);
  }
  return { times, ends };
}

function cellsOf(table: TextTable, name: string, path: string, asked: string): readonly string[] {
  const cells = table.columns[table.names.indexOf(name)];
  if (cells === undefined) {
    throw new UsageError(
      `${asked}: ${path} has no column “${name}” (it has ${table.names.join(", ")})`,
    );
  }
  return cells;
}

function readExcluded(
  text: string | undefined,
  table: TextTable,
  path: string,
): ReadonlySet<string> {
  const names = (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of names) cellsOf(table, name, path, "--exclude");
  return new Set(names);
}

function checkRows(path: string, rows: number, folds: number): void {
  const least = 10 * folds;
  if (rows < least) {
    const fewer = Math.floor(rows / 10);
    const advice = fewer >= 2 ? ` (--folds ${fewer} would do)` : "";
    throw new UsageError(
      `${path} has ${rows} rows with an outcome; ${folds} folds need at least ${least}${advice}`,
    );
  }
}

function readTimes(
  text: string | undefined,
  table: TextTable,
  path: string,
): Float64Array | undefined {
  if (text === undefined) return undefined;
  if (text === "rows" && !table.names.includes("rows")) {
    return Float64Array.from({ length: table.rows }, (_, row) => row);
  }
  const { column } = inferColumn(text, cellsOf(table, text, path, "--time"));
  if (column.kind !== "numeric") {
    throw new UsageError(`--time: column “${text}” holds neither dates (YYYY-MM-DD) nor numbers`);
  }
  const missing = column.values.findIndex((value) => Number.isNaN(value));
  if (missing >= 0) {
    throw new UsageError(`--time: column “${text}” is empty in row ${missing + 1} of ${path}`);
  }
  return column.values;
}

function present(report: TrainingReport, outcome: Outcome, rows: number, seconds: number) {
  const { judgement } = report;
  const { low, high } = judgement.interval;
  return {
    metrics: { ...judgement.metrics, interval: { of: judgement.leading, level: 0.95, low, high } },
    verdict: report.verdict,
    leaks: report.leaks.map(({ column, reason }) => ({ column, why: describeFinding(reason) })),
    suspects: report.suspects.map(({ column, reason }) => ({
      column,
      why: describeFinding(reason),
    })),
    importance: report.importance,
    task: outcome.task.kind,
    classes: outcome.classes,
    majority: majorityOf(report, outcome),
    rows,
    model: report.recipe,
    rival: report.rival && {
      model: report.rival.recipe,
      metrics: report.rival.judgement.metrics,
    },
    drift: report.drift,
    seconds,
  };
}

/** What is right most often without looking: accuracy must be held against it. */
function majorityOf({ held }: TrainingReport, { classes }: Outcome) {
  const counts = new Float64Array(classes.length);
  for (const actual of held.target) counts[actual] = (counts[actual] ?? 0) + 1;
  const most = Math.max(...counts);
  const name = classes[counts.indexOf(most)];
  return name === undefined ? null : { class: name, share: most / held.target.length };
}

type Printed = ReturnType<typeof present> & {
  readonly copies: number;
  readonly notes: readonly string[];
};

function describe(report: TrainingReport, printed: Printed): string {
  const { metrics } = report.judgement;
  const { interval } = printed.metrics;
  const scores = Object.entries(metrics).map(([name, value]) => `${name} ${shown(value)}`);
  const lines = [
    `Verdict: ${report.verdict} (${report.recipe}, ${printed.rows} rows)`,
    `Held out: ${scores.join(", ")}`,
    ...(printed.majority
      ? [`Always saying “${printed.majority.class}”: accuracy ${shown(printed.majority.share)}`]
      : []),
    `95 % interval of ${interval.of}: ${shown(interval.low)} to ${shown(interval.high)}`,
    ...(printed.copies > 0
      ? [`Left out: ${printed.copies} rows that are exact copies of others`]
      : []),
    ...printed.notes.map((note) => `Note: ${note}`),
    ...printed.leaks.map(({ column, why }) => `Leak, dropped: ${column}: ${why}`),
    ...printed.suspects.map(({ column, why }) => `Suspect, kept: ${column}: ${why}`),
    "Importance:",
    ...printed.importance
      .slice(0, 10)
      .map(({ column, share }) => `  ${(100 * share).toFixed(1).padStart(5)} %  ${column}`),
    ...driftLines(report),
  ];
  return lines.join("\n");
}

function shown(value: number): string {
  return Math.abs(value) < 1e6 ? value.toFixed(4) : value.toExponential(3);
}

function driftLines({ drift }: TrainingReport): readonly string[] {
  if (drift === undefined) return [];
  const moved = drift.columns.filter(({ psi }) => psi > 0.25);
  return [
    drift.drifted ? "Drift: the data change along time" : "Drift: none to speak of",
    ...moved.map(({ column, psi }) => `  ${column} moved (PSI ${psi.toFixed(2)})`),
  ];
}
