import { rawSql, type SqlFragment, sql } from "../sql-fragment.ts";
import { compareScalars, type Value } from "../value.ts";
import { type CompileInput, type EvaluateInput, operandAt, strictly } from "./operator.ts";

/** Evaluates a strict test on the order of field and operand. */
export function evaluateOrder(
  test: (order: number) => boolean,
): (input: EvaluateInput) => boolean | null {
  return strictly((left: Value, right: Value = "") => test(compareScalars(left, right)));
}

/** Ordering in SQL, text under `COLLATE "C"`. */
export function compileOrder(
  symbol: "<" | "<=" | ">" | ">=",
): (input: CompileInput) => SqlFragment {
  return ({ left, operands }) =>
    sql`${left.collated} ${rawSql(symbol)} ${operandAt(operands, 0).sql}`;
}

/**
 * Equality in SQL. Against a constant the column keeps its own collation, so that its index serves;
 * between two columns `COLLATE "C"` settles which one counts.
 */
export function compileEquality(symbol: "=" | "<>"): (input: CompileInput) => SqlFragment {
  return ({ left, operands }) => {
    const right = operandAt(operands, 0);
    const side = right.constant === undefined ? left.collated : left.sql;
    return sql`${side} ${rawSql(symbol)} ${right.sql}`;
  };
}
