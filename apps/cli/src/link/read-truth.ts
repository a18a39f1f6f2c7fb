import { existsSync } from "node:fs";
import { UsageError } from "../command.ts";
import { readTable, type TextTable } from "../read-table.ts";
import { columnOf } from "./row-keys.ts";
import { keyOf, type Truth, truthOfKeys, truthOfPairs } from "./truth.ts";

export interface LinkFiles {
  readonly left: TextTable;
  readonly leftPath: string;
  readonly right: TextTable | undefined;
  readonly rightPath: string | undefined;
}

export interface KnownTruth {
  readonly truth: Truth;
  /** Columns that are no evidence because they say the answer. */
  readonly columns: readonly string[];
}

/** Truth by a column of both files, or by a file of pairs of ids. Throws `UsageError` where it cannot be had. */
export async function readTruth(
  files: LinkFiles,
  named: string,
  pattern: string | undefined,
  id: string | undefined,
): Promise<KnownTruth> {
  if (files.left.names.includes(named.trim())) return byColumn(files, named, readPattern(pattern));
  if (!existsSync(named))
    throw new UsageError(`--truth is neither a column of ${files.leftPath} nor a file: “${named}”`);
  return byFile(files, named, id);
}

function readPattern(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, "u");
  } catch (error) {
    throw new UsageError(
      `--truth-pattern is no pattern: ${error instanceof Error ? error.message : text}`,
    );
  }
}

function byColumn(
  { left, leftPath, right, rightPath }: LinkFiles,
  named: string,
  pattern: RegExp | undefined,
): KnownTruth {
  const cells = [
    ...columnOf(left, named, leftPath),
    ...(right ? columnOf(right, named, rightPath ?? "") : []),
  ];
  const keys = cells.map((cell) => keyOf(cell, pattern));
  if (keys.every((key) => key === ""))
    throw new UsageError(`--truth-pattern matches nothing in the column “${named}”`);
  return { truth: truthOfKeys(keys, right && left.rows), columns: [named.trim()] };
}

async function byFile(files: LinkFiles, path: string, id: string | undefined): Promise<KnownTruth> {
  const pairs = await readTable(path);
  const [first, second] = pairColumns(pairs, path);
  const [leftIds, rightIds] = [pairs.columns[first] ?? [], pairs.columns[second] ?? []];
  const right = files.right ?? files.left;
  const leftName = id ?? idColumn(files.left, leftIds, files.leftPath);
  const isNamed = id !== undefined && right.names.includes(id.trim());
  const rightName =
    files.right && !isNamed ? idColumn(files.right, rightIds, files.rightPath ?? "") : leftName;
  const rightPath = files.rightPath ?? files.leftPath;
  const leftRows = placesOf(columnOf(files.left, leftName, files.leftPath), 0);
  const rightRows = placesOf(
    columnOf(right, rightName, rightPath),
    files.right ? files.left.rows : 0,
  );
  refuseRepeated(leftRows, leftIds, `${files.leftPath}: ${leftName}`);
  refuseRepeated(rightRows, rightIds, `${rightPath}: ${rightName}`);
  const isMatch = matchFlags(pairs);
  const known = leftIds.flatMap((leftId, place): [number, number][] => {
    const [one] = leftRows.get(leftId.trim()) ?? [];
    const [other] = rightRows.get((rightIds[place] ?? "").trim()) ?? [];
    if (one === undefined || other === undefined || one === other || !isMatch(place)) return [];
    return [[one, other]];
  });
  if (known.length === 0)
    throw new UsageError(`${path}: no pair has ids of the rows; say --id COLUMN`);
  return { truth: truthOfPairs(known), columns: [leftName, rightName] };
}

/** The two columns of ids: those whose names end on left and right, l and r, 1 and 2, or the first two. */
function pairColumns({ names }: TextTable, path: string): readonly [number, number] {
  if (names.length < 2) throw new UsageError(`${path} needs two columns of ids`);
  const ends = [/(?:^|[^a-z])(?:left|l|a)$|1$/i, /(?:^|[^a-z])(?:right|r|b)$|2$/i] as const;
  const [first, second] = ends.map((end) => names.findIndex((name) => end.test(name)));
  return first === undefined || second === undefined || first < 0 || second < 0
    ? [0, 1]
    : [first, second];
}

/** A column of scores or labels between 0 and 1 says which of the pairs are true. */
function matchFlags({ names, columns }: TextTable): (place: number) => boolean {
  const label = columns[names.findIndex((name) => /score|label|match|prob/i.test(name))];
  const isNumber = label?.every((cell) => Number(cell) >= 0 && Number(cell) <= 1);
  return label && isNumber ? (place) => Number(label[place]) >= 0.5 : () => true;
}

function idColumn(table: TextTable, ids: readonly string[], path: string): string {
  const asked = new Set(ids.slice(0, 500).map((id) => id.trim()));
  const found = table.columns.findIndex((cells) => {
    const own = new Set(cells.map((cell) => cell.trim()));
    return own.size === table.rows && [...asked].every((id) => own.has(id));
  });
  if (found < 0)
    throw new UsageError(`${path} has no column with the ids of the truth; say --id COLUMN`);
  return table.names[found] ?? "";
}

type Places = ReadonlyMap<string, readonly number[]>;

function placesOf(ids: readonly string[], start: number): Places {
  const places = new Map<string, number[]>();
  for (const [row, id] of ids.entries()) {
    const own = places.get(id.trim());
    if (own) own.push(start + row);
    else places.set(id.trim(), [start + row]);
  }
  return places;
}

/** A truth that names an id which two rows have does not say which of them it means. */
function refuseRepeated(places: Places, asked: readonly string[], where: string): void {
  const repeated = asked.find((id) => (places.get(id.trim())?.length ?? 0) > 1);
  if (repeated !== undefined)
    throw new UsageError(`${where}: several rows have the id “${repeated}”, which the truth names`);
}
