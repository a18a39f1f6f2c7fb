import type { Column, Dataset } from "@causeway/engine-learning";

/**
 * What is done to one variable: set to a value, moved by an amount ("72 hours earlier" is −72), or set row by row by a policy; a row
 * for which the policy decides nothing stays as it is.
 */
export type Intervention =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "shift"; readonly by: number }
  | { readonly kind: "policy"; readonly decide: (row: number) => string | undefined };

/** The column after the intervention. Throws RangeError for a level the column lacks and for arithmetic on texts. */
export function intervene(column: Column, intervention: Intervention): Column {
  if (intervention.kind === "shift") {
    if (column.kind !== "numeric")
      throw new RangeError(`Column “${column.name}” holds texts and cannot be moved by an amount`);
    return { ...column, values: column.values.map((value) => value + intervention.by) };
  }
  const decide = intervention.kind === "policy" ? intervention.decide : () => intervention.value;
  if (column.kind === "numeric") {
    const set = (value: number, row: number) => {
      const decided = decide(row);
      return decided === undefined ? value : numberOf(decided, column.name);
    };
    return { ...column, values: column.values.map(set) };
  }
  const set = (code: number, row: number) => {
    const decided = decide(row);
    return decided === undefined ? code : codeOf(decided, column);
  };
  return { ...column, codes: column.codes.map(set) };
}

function numberOf(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value))
    throw new RangeError(`Column “${name}” holds numbers and cannot be set to “${text}”`);
  return value;
}

function codeOf(text: string, column: Extract<Column, { kind: "categorical" }>): number {
  const code = column.levels.indexOf(text);
  if (code < 0) {
    throw new RangeError(
      `Column “${column.name}” has no value “${text}” (it has ${column.levels.slice(0, 10).join(", ")})`,
    );
  }
  return code;
}

/** The table with one column replaced. */
export function withColumn(table: Dataset, column: Column): Dataset {
  return {
    rows: table.rows,
    columns: table.columns.map((old) => (old.name === column.name ? column : old)),
  };
}
