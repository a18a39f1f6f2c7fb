/** A table of texts, column by column. */
export interface LinkTable {
  readonly names: readonly string[];
  readonly columns: readonly (readonly string[])[];
  readonly rows: number;
}
