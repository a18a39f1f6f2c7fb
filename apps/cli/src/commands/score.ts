import { readFile, writeFile } from "node:fs/promises";
import {
  type Column,
  contributions,
  createDataset,
  type Dataset,
  type DateOrder,
  inferColumn,
  parseModel,
  predictorColumns,
  type SavedModel,
  scoreDataset,
} from "@causeway/engine-learning";
import { AppError } from "@causeway/kernel";
import { parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { readTable, type TextTable } from "../read-table.ts";
import { saneColumn } from "../sane-column.ts";

const usage = `causeway score FILE --model model.json [options]

Scores the rows of a CSV file with a model that “causeway train --out” wrote.

  --model FILE   the model
  --out FILE     write the scores as CSV, one line per row
  --explain      add what every column contributes to each row's score (in log-odds, of each class where there are
                 several, or in the target's unit)
  --json         print one JSON object`;

const options = {
  model: { type: "string" },
  out: { type: "string" },
  explain: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export const scoreCommand: Command = {
  name: "score",
  summary: "Score the rows of a CSV file with a trained model",
  usage,
  run: async (args) => {
    const start = performance.now();
    const { values, positionals } = parseArguments(args, options);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("score needs exactly one FILE");
    if (values.model === undefined) throw new UsageError("score needs --model FILE");
    const model = await readModel(values.model);
    const table = await readTable(path);
    const dataset = datasetFor(model, table, path);
    const lines = scoreLines(model, dataset, values.explain);
    if (values.out !== undefined) await writeFile(values.out, `${lines.join("\n")}\n`);
    const seconds = (performance.now() - start) / 1000;
    const result = { rows: table.rows, out: values.out ?? null, seconds };
    if (values.json) console.log(JSON.stringify(result));
    else if (values.out === undefined) console.log(lines.join("\n"));
    else console.log(`Scored ${table.rows} rows into ${values.out}`);
    return 0;
  },
};

async function readModel(path: string): Promise<SavedModel> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new UsageError(`Cannot read ${path}: ${why}`);
  });
  try {
    return parseModel(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${path} is not JSON: ${error.message}`);
    if (!(error instanceof AppError)) throw error;
    const issues = error.issues.map(({ path: place, message }) => `${place}: ${message}`);
    throw new UsageError(`${path} is not a model of this version: ${issues.join("; ")}`);
  }
}

/** The model's columns from the table's texts; a column that the model needs and the table lacks is an error. */
function datasetFor(model: SavedModel, table: TextTable, path: string): Dataset {
  const shapes = predictorColumns(model.predictor);
  const absent = shapes.filter(({ name }) => !table.names.includes(name)).map(({ name }) => name);
  if (absent.length > 0) {
    throw new UsageError(`${path} lacks columns that the model needs: ${absent.join(", ")}`);
  }
  return createDataset(
    shapes.map((shape) => {
      const cells = table.columns[table.names.indexOf(shape.name)] ?? [];
      return shape.kind === "numeric"
        ? numbersOf(shape.name, cells, path, model.dateOrders?.[shape.name])
        : levelsOf(shape.name, cells, shape.levels);
    }),
    table.rows,
  );
}

function numbersOf(
  name: string,
  cells: readonly string[],
  path: string,
  order: DateOrder | undefined,
): Column {
  const { column } = saneColumn(name, cells, path, order);
  if (column.kind === "numeric") return column;
  const isText = (cell: string) => inferColumn(name, [cell], order).column.kind === "categorical";
  const row = cells.findIndex(isText);
  const where = row >= 0 ? ` in row ${row + 1}: “${cells[row] ?? ""}”` : "";
  throw new UsageError(`${path}: column “${name}” must hold numbers, as in training${where}`);
}

/** Texts as they stand: a column of levels may well look like numbers in a small file. */
function levelsOf(name: string, cells: readonly string[], levels: readonly string[]): Column {
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const codes = Int32Array.from(cells, (cell) => codeOf.get(cell.trim()) ?? -1);
  return { kind: "categorical", name, codes, levels };
}

function scoreLines(model: SavedModel, dataset: Dataset, explain: boolean): string[] {
  const outputs = scoreDataset(model, dataset);
  const names =
    outputs.length === 1
      ? [model.task.kind === "regression" ? "prediction" : "probability"]
      : model.classes.map((label) => `probability ${label}`);
  const reasons = explain ? reasonColumns(model, dataset) : [];
  const lines = [
    ["row", ...names, ...reasons.flatMap(({ columns }) => columns)].map(quote).join(","),
  ];
  for (let row = 0; row < dataset.rows; row++) {
    const scores = outputs.map((output) => String(output[row]));
    const told = reasons.flatMap(({ columns, values }) =>
      Array.from(values.subarray(row * columns.length, (row + 1) * columns.length), String),
    );
    lines.push([String(row + 1), ...scores, ...told].join(","));
  }
  return lines;
}

/** What every column contributes, row by row: to the one output, or to each class. */
function reasonColumns(
  { predictor, task, classes }: SavedModel,
  dataset: Dataset,
): readonly { readonly columns: readonly string[]; readonly values: Float64Array }[] {
  const names = predictorColumns(predictor).map(({ name }) => name);
  if (task.kind !== "multiclass") {
    const { values } = contributions(predictor, dataset);
    return [{ columns: names.map((name) => `why ${name}`), values }];
  }
  return classes.map((label, output) => ({
    columns: names.map((name) => `why ${label}: ${name}`),
    values: contributions(predictor, dataset, output).values,
  }));
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
