import type { Intervention } from "@causeway/engine-causal";
import { UsageError } from "../command.ts";
import type { TextTable } from "../read-table.ts";
import { parseWhere } from "./parse-where.ts";
import { selectRows } from "./select-rows.ts";

/**
 * Reads `x=1`, `plan='gold'`, `delay=delay-72` (moved, not set), and the policies `send=1 if score > 0.5 else 0` and `send=1 if score > 0.5`,
 * which leaves the other rows as they are.
 */
export function readIntervention(
  text: string,
  table: TextTable,
): {
  readonly variable: string;
  readonly intervention: Intervention;
} {
  const place = text.indexOf("=");
  const variable = text.slice(0, Math.max(place, 0)).trim();
  const value = text.slice(place + 1).trim();
  if (variable === "" || value === "")
    throw new UsageError(`--set must be "variable=value", not “${text}”`);
  const moved = value.startsWith(variable) ? value.slice(variable.length).replaceAll(" ", "") : "";
  if (/^[+-]\d+(\.\d+)?$/.test(moved))
    return { variable, intervention: { kind: "shift", by: Number(moved) } };
  const policy = /^(.+?)\s+if\s+(.+?)(?:\s+else\s+(.+))?$/is.exec(value);
  if (!policy || /^(['"])[^'"]*\1$/.test(value))
    return { variable, intervention: { kind: "value", value: unquoted(value) } };
  const [, met = "", condition = "", otherwise] = policy;
  const rows = new Set(selectRows(table, parseWhere(condition)));
  const [here, elsewhere] = [unquoted(met), otherwise && unquoted(otherwise)];
  return {
    variable,
    intervention: { kind: "policy", decide: (row) => (rows.has(row) ? here : elsewhere) },
  };
}

const unquoted = (text: string) => /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
