import type { Label, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ParameterValues } from "../parameters/parameter-definitions.ts";
import type { ObjectDefinition, Schema } from "../schema.ts";
import type { RecordPast } from "./record-past.ts";

export type Cell = number | string | null;

/** One column of a data set. */
export interface Feature {
  /** Column name, as models remember it. */
  readonly name: string;
  readonly kind: "numeric" | "categorical";
  /** Features of one group are one reason to a person. */
  readonly group: string;
  readonly label: Label;
  /** The cell as a person reads it. */
  readonly show: (cell: Cell) => Label;
  /** The prediction may only rise (1) or fall (−1) with it. */
  readonly monotone?: 1 | -1;
}

/** A record, or what it points to, as it was known at the moment. */
export interface Subject {
  readonly object: string;
  readonly id: string;
  readonly values: Values;
  readonly past: RecordPast;
}

/** A record at a moment of its life. */
export interface Case extends Subject {
  readonly at: Date;
  /** The record came in with its outcome: what its outcome fields were at the moment is not known. */
  readonly isSnapshot: boolean;
  /** "" the record itself, a reference field, or "company"; null where there was none. */
  readonly subject: (of: string) => Subject | null;
}

/** Features of one part of a definition. */
export interface FeatureSource {
  readonly features: readonly Feature[];
  /** Cells of every case, in the order of `features`. */
  readonly read: (
    trx: WorkspaceTransaction,
    cases: readonly Case[],
  ) => Promise<readonly (readonly Cell[])[]>;
}

/** What a source may know when it is bound. */
export interface SourceContext {
  readonly schema: Schema;
  readonly object: ObjectDefinition;
  /** Fields that say how a record ended: unknown of records that came in with their end. */
  readonly outcomeFields: ReadonlySet<string>;
  /** Never a feature. */
  readonly hiddenFields: ReadonlySet<string>;
  /** Other predictions, by name. */
  readonly predictions: ReadonlyMap<string, Label>;
  /** Business parameters that features rest on. */
  readonly parameters: ParameterValues;
}

const unknown: Label = { zh: "未知", en: "unknown" };

/** A number to one decimal. */
export function showNumber(cell: Cell): Label {
  if (typeof cell !== "number") return unknown;
  const text = String(Math.round(cell * 10) / 10);
  return { zh: text, en: text };
}

/** A level by its words, else as it is. */
export function showLevel(words: Readonly<Record<string, Label>>): (cell: Cell) => Label {
  return (cell) => {
    if (cell === null) return unknown;
    const text = String(cell).slice(0, 200);
    return words[text] ?? { zh: text, en: text };
  };
}
