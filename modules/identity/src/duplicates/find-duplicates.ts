import { type Evidence, link, pairExplainer } from "@causeway/engine-linkage";
import { type ComparedColumn, cellOf } from "./compared-columns.ts";

/** Companies to compare: for each column, for each of its fields, what every company has written there. */
export interface DuplicatesWork {
  readonly rows: number;
  readonly columns: readonly (ComparedColumn & { readonly written: readonly string[][] })[];
}

/** Two rows that are likelier one company than two, and what speaks for and against it. */
export interface FoundDuplicate {
  readonly left: number;
  readonly right: number;
  readonly probability: number;
  readonly priorBits: number;
  readonly against: "strangers" | "relatives";
  /** Of which columns, strongest first; without what they say. */
  readonly evidence: readonly (Pick<Evidence, "field" | "bits" | "text"> & {
    readonly fields: readonly string[];
  })[];
}

export interface FoundDuplicates {
  /** The surest first, at most `mostKept`. */
  readonly pairs: readonly FoundDuplicate[];
  /** How many there are, those that were not kept too. */
  readonly found: number;
  /** Columns that enough companies have to be compared by. */
  readonly compared: readonly string[];
  /** Companies of which no column says anything: nothing could be compared. */
  readonly bare: number;
  /** Those of which one column alone does. */
  readonly alone: number;
}

/** Pairs that are kept: more than people will ever look at. */
export const mostKept = 10_000;
/** From where on one company is likelier than two. */
const likelierOne = 0.5;

/**
 * Which companies stand twice, by the linkage of engines/linkage: compared within blocks, weighed by what it learns from these
 * companies themselves. The same companies give the same pairs.
 */
export function findDuplicates({ rows, columns }: DuplicatesWork): FoundDuplicates {
  const cells = columns.map((column) =>
    Array.from(
      { length: rows },
      (_, row) =>
        cellOf(
          column,
          column.written.map((texts) => texts[row]),
        ).text,
    ),
  );
  const filled = new Uint8Array(rows);
  for (const column of cells) {
    for (const [row, text] of column.entries()) {
      if (text !== "") filled[row] = (filled[row] ?? 0) + 1;
    }
  }
  // A column that fewer than two have is in no pair.
  const used = columns.flatMap((column, at) => {
    const own = cells[at] ?? [];
    return own.filter((text) => text !== "").length < 2 ? [] : [{ column, own }];
  });
  const said = {
    bare: countOf(filled, 0),
    alone: countOf(filled, 1),
    compared: used.map(({ column }) => column.name),
  };
  if (used.length === 0) return { pairs: [], found: 0, ...said };
  const table = {
    names: used.map(({ column }) => column.name),
    columns: used.map(({ own }) => own),
    rows,
  };
  const kinds = Object.fromEntries(used.map(({ column: { name, kind } }) => [name, kind]));
  const naming = new Set(columns.filter(({ form }) => form === "name").map(({ name }) => name));
  const result = link(table, undefined, {
    rules: { columns: kinds, naming },
    threshold: likelierOne,
  });
  const fieldsOf = new Map(columns.map(({ name, fields }) => [name, fields]));
  const explain = pairExplainer(result.plan.fields, result.model);
  const pairs = surest(result.probability).flatMap((at): readonly FoundDuplicate[] => {
    const [left, right] = [result.left[at] ?? 0, result.right[at] ?? 0];
    const { probability, priorBits, against, evidence } = explain(left, right);
    // Two that are one only because each is one with a third wait until these are merged.
    if (probability < likelierOne) return [];
    const told = evidence.map(({ field, bits, text }) => ({
      ...{ field, bits, text },
      fields: fieldsOf.get(field) ?? [],
    }));
    return [{ left, right, probability, priorBits, against, evidence: told }];
  });
  const isCut = result.left.length > mostKept;
  return { pairs, found: isCut ? result.left.length : pairs.length, ...said };
}

function countOf(values: Uint8Array, wanted: number): number {
  return values.reduce((sum, value) => sum + Number(value === wanted), 0);
}

/** The places of the highest probabilities. */
function surest(probability: Float64Array): readonly number[] {
  return [...probability.keys()]
    .sort((a, b) => (probability[b] ?? 0) - (probability[a] ?? 0) || a - b)
    .slice(0, mostKept);
}
