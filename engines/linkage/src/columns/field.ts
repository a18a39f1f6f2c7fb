import type { ColumnKind } from "../comparators/registry.ts";

/** One piece of evidence: two rows compared in one respect. */
export interface Field {
  readonly name: string;
  readonly kind: ColumnKind | "numbers" | "crossed-names";
  /** The columns it reads. */
  readonly columns: readonly string[];
  /** Names of the levels of likeness, least alike first, equality last. */
  readonly levels: readonly string[];
  /** For each row the place of its value, -1 where missing. Rows with equal places are equal in this respect. */
  readonly ids: Int32Array;
  /** The level of two rows, or `missing`. */
  readonly compare: (left: number, right: number) => number;
  /** For each value its share of the rows that have one; undefined where equal values count alike. */
  readonly frequency: Float64Array | undefined;
  /** Its values are names: an equal one never says less than a like one, unless many rows have it. */
  readonly isNaming?: boolean | undefined;
}
