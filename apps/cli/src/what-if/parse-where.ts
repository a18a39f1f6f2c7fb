import { UsageError } from "../command.ts";

/** One comparison of `--where`; several are joined by "and". */
export interface Comparison {
  readonly column: string;
  readonly operator: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in";
  readonly values: readonly string[];
}

const operators = ["<=", ">=", "!=", "<>", "==", "=", "<", ">"] as const;

/**
 * Reads `region = 'east' and age >= 30 and plan in ('a', 'b')`. A column may stand in double quotes or backticks, a value in single
 * or double quotes. Throws `UsageError` that shows the part that cannot be read.
 */
export function parseWhere(text: string): readonly Comparison[] {
  return splitOutsideQuotes(text, /\s+and\s+/iy).map(readComparison);
}

function splitOutsideQuotes(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = [];
  let [start, quote] = [0, ""];
  for (let place = 0; place < text.length; place++) {
    const letter = text[place] ?? "";
    if (quote !== "") {
      if (letter === quote) quote = "";
      continue;
    }
    if ("'\"`".includes(letter)) {
      quote = letter;
      continue;
    }
    separator.lastIndex = place;
    const found = separator.exec(text);
    if (!found) continue;
    parts.push(text.slice(start, place));
    start = place + found[0].length;
    place = start - 1;
  }
  if (quote !== "") throw new UsageError(`--where: a quote ${quote} is not closed in “${text}”`);
  return [...parts, text.slice(start)];
}

function readComparison(source: string): Comparison {
  const text = source.trim();
  const among = /^(.+?)\s+in\s*\((.*)\)$/i.exec(text);
  if (among?.[1] && among[2]) {
    const values = splitOutsideQuotes(among[2], /,/y).map(unquoted);
    return { column: unquoted(among[1]), operator: "in", values };
  }
  const found = firstOperator(text);
  if (!found) throw new UsageError(`--where: cannot read “${text}”; write column = 'value'`);
  const { operator, place } = found;
  const column = unquoted(text.slice(0, place));
  const value = text.slice(place + operator.length).trim();
  if (column === "" || value === "" || firstOperator(value))
    throw new UsageError(`--where: cannot read “${text}”; write column = 'value'`);
  const plain = operator === "==" ? "=" : operator === "<>" ? "!=" : operator;
  return { column, operator: plain, values: [unquoted(value)] };
}

function firstOperator(text: string) {
  let quote = "";
  for (let place = 0; place < text.length; place++) {
    const letter = text[place] ?? "";
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if ("'\"`".includes(letter)) quote = letter;
    else {
      const operator = operators.find((candidate) => text.startsWith(candidate, place));
      if (operator) return { operator, place };
    }
  }
  return undefined;
}

function unquoted(source: string): string {
  const text = source.trim();
  const quoted = /^(['"`])(.*)\1$/s.exec(text);
  return quoted ? (quoted[2] ?? "") : text;
}
