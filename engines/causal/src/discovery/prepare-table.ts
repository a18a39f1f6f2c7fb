import { correlate } from "../data/correlate.ts";
import type { Correlations } from "../data/covariance-source.ts";
import { isFarFromNormal, normalScores } from "../data/normal-scores.ts";
import type { CategoricalColumn, Column, ContinuousColumn, DataTable } from "../data/table.ts";
import type { TestKind } from "./choose-test.ts";
import { dependentColumns } from "./dependent-columns.ts";

/** What was found in the data and how it was dealt with. */
export interface DataNote {
  readonly code:
    | "constant"
    | "duplicate"
    | "collinear"
    | "identifier"
    | "missing"
    | "missing-cause"
    | "lumped"
    | "skewed";
  readonly columns: readonly string[];
  readonly en: string;
  readonly zh: string;
}

export interface PreparedTable {
  /** The columns in the order of their names, so that their order in the file cannot matter. */
  readonly table: DataTable;
  readonly notes: readonly DataNote[];
  /** Columns that no test is made for. */
  readonly excluded: ReadonlySet<string>;
  /** Of the table, where they had to be computed on the way: all columns are numbers and complete. */
  readonly correlations?: Correlations;
}

/** A category column has to repeat its values: this share of different ones makes it an identifier. */
const identifierShare = 0.9;
/** Categories beyond these many most frequent ones become one, where each costs a dimension. */
const mostIndicators = 30;
/** A column of numbers is taken as categories up to this many values, where a test of categories is asked for. */
const mostCategories = 100;

/**
 * The table as a test can take it. Constants, identifiers, duplicates and columns that follow linearly from others
 * are left out of the tests and noted; of duplicates the first by name stays. Throws RangeError where the test asked for
 * does not fit a column.
 */
export function prepareTable(table: DataTable, kind: TestKind): PreparedTable {
  const ordered = [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  const notes: DataNote[] = [];
  const identifiers = new Set(
    ordered
      .filter((column) => kind !== "fisher-z" && isIdentifier(column, table.rows))
      .map(({ name }) => name),
  );
  const columns = ordered.map((column) =>
    identifiers.has(column.name) || isConstant(column) ? column : fitted(column, kind, notes),
  );
  const excluded = new Set<string>();
  const exclude = (note: DataNote) => {
    notes.push(note);
    excluded.add(note.columns[0] ?? "");
  };
  for (const column of columns) {
    noteMissing(column, table.rows, notes);
    if (isConstant(column)) exclude(constantNote(column.name));
    else if (identifiers.has(column.name)) exclude(identifierNote(column.name));
  }
  const left = () => columns.filter(({ name }) => !excluded.has(name));
  for (const [name, same] of duplicates(left())) exclude(duplicateNote(name, same));
  const linear = collinear(left(), table.weights);
  for (const [name, [same = "", ...more]] of linear.found)
    exclude(more.length === 0 ? duplicateNote(name, same) : collinearNote(name, [same, ...more]));
  const tested = columns.map((column) =>
    excluded.has(column.name) ? blank(column.name, kind, table.rows) : column,
  );
  const correlations = linear.correlations && spread(linear, tested, excluded);
  return {
    table: { ...table, columns: tested },
    notes,
    excluded,
    ...(correlations && { correlations }),
  };
}

/** The correlations of some columns, by name, as those of all; columns left out correlate with nothing. */
function spread(
  { names, correlations }: LinearDependence,
  columns: readonly Column[],
  excluded: ReadonlySet<string>,
): Correlations | undefined {
  if (!correlations || columns.some(({ kind }) => kind !== "continuous")) return undefined;
  if (excluded.size === 0) return correlations;
  const size = columns.length;
  const place = new Map(names.map((name, at) => [name, at]));
  const matrix = new Float64Array(size * size);
  const kept = columns.flatMap(({ name }, at) => {
    const from = excluded.has(name) ? undefined : place.get(name);
    return from === undefined ? [] : [{ at, from }];
  });
  for (const row of kept)
    for (const column of kept)
      matrix[row.at * size + column.at] = correlations.matrix[
        row.from * names.length + column.from
      ] as number;
  return { matrix, rows: correlations.rows };
}

interface LinearDependence {
  readonly names: readonly string[];
  readonly correlations?: Correlations;
  readonly found: readonly (readonly [string, readonly string[]])[];
}

/** Stands for a column that is left out: it keeps its name, for the knowledge, and costs nothing. */
function blank(name: string, kind: TestKind, rows: number): Column {
  return kind === "fisher-z" || kind === "mixed"
    ? { kind: "continuous", name, values: new Float64Array(rows) }
    : { kind: "categorical", name, levels: ["…"], codes: new Int32Array(rows) };
}

function fitted(column: Column, kind: TestKind, notes: DataNote[]): Column {
  if (kind === "fisher-z") {
    return straightened(column.kind === "continuous" ? column : asNumbers(column), notes);
  }
  if (kind === "mixed") {
    return column.kind === "continuous" ? straightened(column, notes) : lumped(column, notes);
  }
  return column.kind === "categorical" ? column : asCategories(column);
}

function straightened(column: ContinuousColumn, notes: DataNote[]): ContinuousColumn {
  if (!isFarFromNormal(column.values)) return column;
  notes.push({
    code: "skewed",
    columns: [column.name],
    en: `${column.name} has extreme values; its ranks are tested, as normal scores`,
    zh: `${column.name} 含极端值；以其秩的正态得分参与检验`,
  });
  return { ...column, values: normalScores(column.values) };
}

function asNumbers({ name, codes, levels }: CategoricalColumn): ContinuousColumn {
  const numbers = levels.map(Number);
  const text = levels.find((_, level) => Number.isNaN(numbers[level]));
  if (text !== undefined)
    throw new RangeError(`Column ${name} holds text (“${text}”), and Fisher's z needs numbers`);
  return {
    kind: "continuous",
    name,
    values: Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN),
  };
}

function asCategories({ name, values }: ContinuousColumn): CategoricalColumn {
  const distinct = [...new Set(values)]
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  if (distinct.length > mostCategories)
    throw new RangeError(
      `Column ${name} holds ${distinct.length} different numbers, too many for a test of categories`,
    );
  const codeOf = new Map(distinct.map((value, code) => [value, code]));
  return {
    kind: "categorical",
    name,
    levels: distinct.map(String),
    codes: Int32Array.from(values, (value) => codeOf.get(value) ?? -1),
  };
}

function lumped(column: CategoricalColumn, notes: DataNote[]): CategoricalColumn {
  if (column.levels.length <= mostIndicators) return column;
  const counts = new Float64Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const frequent = [...counts.keys()]
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, mostIndicators - 1);
  const place = new Map(frequent.map((level, code) => [level, code]));
  notes.push({
    code: "lumped",
    columns: [column.name],
    en: `${column.name} has ${column.levels.length} categories; all but the ${frequent.length} most frequent count as one`,
    zh: `${column.name} 有 ${column.levels.length} 个类别；除最常见的 ${frequent.length} 个外合并为一个`,
  });
  return {
    ...column,
    levels: [...frequent.map((level) => column.levels[level] ?? ""), "…"],
    codes: column.codes.map((code) => (code < 0 ? code : (place.get(code) ?? frequent.length))),
  };
}

const cellsOf = (column: Column): Int32Array | Float64Array =>
  column.kind === "categorical" ? column.codes : column.values;

function gapsIn(column: Column): number {
  let gaps = 0;
  if (column.kind === "categorical") {
    const { codes } = column;
    for (let row = 0; row < codes.length; row++) if ((codes[row] as number) < 0) gaps++;
  } else {
    const { values } = column;
    for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) gaps++;
  }
  return gaps;
}

const isMissing = (column: Column, value: number) =>
  column.kind === "categorical" ? value < 0 : Number.isNaN(value);

function noteMissing(column: Column, rows: number, notes: DataNote[]): void {
  const gaps = gapsIn(column);
  if (gaps === 0) return;
  const share = `${((100 * gaps) / rows).toFixed(1)} %`;
  notes.push({
    code: "missing",
    columns: [column.name],
    en: `${column.name} is missing in ${gaps} rows (${share}); each test uses the rows complete in its own columns`,
    zh: `${column.name} 有 ${gaps} 行缺失（${share}）；每次检验只用其所涉各列完整的行`,
  });
}

/** Whether no two values of the column differ: whatever its kind, nothing is tested of it. */
export function isConstant(column: Column): boolean {
  const cells = cellsOf(column);
  let first: number | undefined;
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row] as number;
    if (isMissing(column, value)) continue;
    first ??= value;
    if (value !== first) return false;
  }
  return true;
}

const isIdentifier = (column: Column, rows: number) =>
  column.kind === "categorical" &&
  column.levels.length > 50 &&
  column.levels.length >= identifierShare * rows;

/** Columns that say the same as an earlier one: the same numbers, or the same partition into categories. */
function duplicates(columns: readonly Column[]): readonly [string, string][] {
  const seen = new Map<string, string>();
  const found: [string, string][] = [];
  for (const column of columns) {
    const print = fingerprint(column);
    const earlier = seen.get(print);
    if (earlier === undefined) seen.set(print, column.name);
    else found.push([column.name, earlier]);
  }
  return found;
}

/** Equal for equal columns of numbers, and for categories that differ in nothing but their names. */
function fingerprint(column: Column): string {
  const words = column.kind === "categorical" ? renumbered(column) : halves(column.values);
  let [first, second] = [0, 0];
  for (let place = 0; place < words.length; place++) {
    const word = words[place] as number;
    first = (Math.imul(first, 31) + word) | 0;
    second = Math.imul(second ^ word, 0x5bd1e995);
    second ^= second >>> 15;
  }
  return `${column.kind} ${first} ${second}`;
}

/** Codes in the order in which they first occur. */
function renumbered({ codes, levels }: CategoricalColumn): Int32Array {
  const order = new Int32Array(levels.length).fill(-1);
  const result = new Int32Array(codes.length).fill(-1);
  let next = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code < 0) continue;
    if (order[code] === -1) order[code] = next++;
    result[row] = order[code] as number;
  }
  return result;
}

/** The bits of the numbers, without a copy. */
const halves = ({ buffer, byteOffset, length }: Float64Array) =>
  new Int32Array(buffer, byteOffset, 2 * length);

function collinear(
  columns: readonly Column[],
  weights: Float64Array | undefined,
): LinearDependence {
  const numbers = columns.filter((column) => column.kind === "continuous");
  const names = numbers.map(({ name }) => name);
  if (numbers.length < 2 || numbers.some(({ values }) => values.includes(Number.NaN)))
    return { names, found: [] };
  const correlations = correlate(
    numbers.map(({ values }) => values),
    weights,
  );
  const found = dependentColumns(correlations.matrix, names.length).map(
    ([place, others]): [string, readonly string[]] => [
      names[place] ?? "",
      others.map((other) => names[other] ?? ""),
    ],
  );
  return { names, correlations, found };
}

const constantNote = (name: string): DataNote => ({
  code: "constant",
  columns: [name],
  en: `${name} has the same value in every row, so nothing can be learned about it`,
  zh: `${name} 在每一行的值都相同，无从推断`,
});

const identifierNote = (name: string): DataNote => ({
  code: "identifier",
  columns: [name],
  en: `${name} has another value in nearly every row: an identifier, left out`,
  zh: `${name} 几乎每行的值都不同，应是标识符，不参与检验`,
});

const duplicateNote = (name: string, same: string): DataNote => ({
  code: "duplicate",
  columns: [name, same],
  en: `${name} says the same as ${same} in every row; only ${same} was tested`,
  zh: `${name} 与 ${same} 每行所含信息相同；只检验 ${same}`,
});

const collinearNote = (name: string, others: readonly string[]): DataNote => ({
  code: "collinear",
  columns: [name, ...others],
  en: `${name} follows exactly from ${others.join(", ")}; it was not tested`,
  zh: `${name} 可由 ${others.join("、")} 精确算出；未作检验`,
});
