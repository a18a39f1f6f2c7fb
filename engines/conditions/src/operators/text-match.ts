import { parameterSql, type SqlFragment, sql } from "../sql-fragment.ts";
import type { Value } from "../value.ts";
import { type EvaluateInput, type SqlTerm, strictly } from "./operator.ts";

/** Evaluates a strict test on two texts. */
export function evaluateText(
  test: (text: string, part: string) => boolean,
): (input: EvaluateInput) => boolean | null {
  return strictly((left: Value, right: Value = "") => test(String(left), String(right)));
}

/** A LIKE pattern as parameter; `%`, `_` and the escape character itself are escaped in `part`. */
export function likePattern(before: "" | "%", part: Value, after: "" | "%"): SqlFragment {
  const escaped = String(part).replace(/[\\%_]/g, "\\$&");
  return parameterSql(`${before}${escaped}${after}`, "text");
}

/** Lower case of the letters A–Z only, as `lower()` under `COLLATE "C"`: the one folding all databases share. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The same in SQL. */
export function compileFoldCase(term: SqlTerm): SqlFragment {
  return sql`lower(${term.sql} COLLATE "C")`;
}

/** Whether `part` occurs in the column: LIKE for a constant (a trigram index serves), strpos for a column. */
export function compileContains(left: SqlTerm, part: SqlTerm): SqlFragment {
  if (part.constant !== undefined)
    return sql`${left.sql} LIKE ${likePattern("%", part.constant, "%")}`;
  return sql`strpos(${left.collated}, ${part.sql}) > 0`;
}
