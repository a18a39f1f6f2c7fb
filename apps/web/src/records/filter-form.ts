import {
  type Comparison,
  type Condition,
  type Constant,
  type FieldCatalog,
  findOperator,
  type OperatorName,
  operatorsFor,
} from "@causeway/engine-conditions";

/** One line of the filter form; values are what the inputs hold. */
export interface FilterRow {
  readonly field: string;
  readonly operator: OperatorName;
  readonly values: readonly string[];
}

/** A filter that the form can draw: one flat list joined by "all" or "any". */
export interface FilterForm {
  readonly join: "all" | "any";
  readonly rows: readonly FilterRow[];
}

export const emptyForm: FilterForm = { join: "all", rows: [] };

function readConstant(type: string, text: string): Constant | null {
  if (text === "") return null;
  if (type === "number") return Number.isFinite(Number(text)) ? Number(text) : null;
  if (type === "boolean") return text === "true";
  if (type === "dateTime") {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? null : date.toISOString();
  }
  return text;
}

function readOperands(row: FilterRow, type: string): readonly Constant[] | null {
  const kinds = findOperator(row.operator)?.operands ?? [];
  const operands: Constant[] = [];
  for (const [place, kind] of kinds.entries()) {
    const texts = kind === "list" ? row.values : [row.values[place] ?? ""];
    const read = texts
      .map((text) => readConstant(kind === "days" ? "number" : type, text))
      .filter((value) => value !== null);
    if (read.length === 0) return null;
    operands.push(kind === "list" ? (read as readonly string[]) : (read[0] ?? ""));
  }
  return operands;
}

/** The condition of a form; lines that are not filled in yet are left out. Null where nothing is left. */
export function toCondition(form: FilterForm, catalog: FieldCatalog): Condition | null {
  const conditions = form.rows.flatMap((row): Condition[] => {
    const field = catalog.get(row.field);
    const operands = field && readOperands(row, field.type);
    if (!operands) return [];
    return [
      {
        kind: "comparison",
        field: row.field,
        operator: row.operator,
        operands: operands.map((value) => ({ kind: "constant", value })),
      },
    ];
  });
  return conditions.length === 0 ? null : { kind: form.join, conditions };
}

function rowOf({ field, operator, operands }: Comparison): FilterRow | null {
  const values: string[] = [];
  for (const operand of operands) {
    if (operand.kind !== "constant") return null;
    if (Array.isArray(operand.value)) values.push(...operand.value.map(String));
    else values.push(String(operand.value));
  }
  return { field, operator, values };
}

/** The form of a condition; null where it is richer than one flat list. */
export function fromCondition(condition: Condition | null): FilterForm | null {
  if (condition === null) return emptyForm;
  if (condition.kind === "comparison") {
    const row = rowOf(condition);
    return row && { join: "all", rows: [row] };
  }
  if (condition.kind === "not") return null;
  const rows: FilterRow[] = [];
  for (const part of condition.conditions) {
    const row = part.kind === "comparison" ? rowOf(part) : null;
    if (row === null) return null;
    rows.push(row);
  }
  return { join: condition.kind, rows };
}

/** A new line on a field: its first operator, nothing filled in. */
export function newRow(field: string, catalog: FieldCatalog): FilterRow {
  const description = catalog.get(field);
  const operator = description && operatorsFor(description)[0]?.name;
  return { field, operator: operator ?? "isNotEmpty", values: [] };
}
