import type { Intervention } from "@causeway/engine-causal";
import { UsageError } from "../command.ts";

/** Reads `x=1`, `plan='gold'`, and `delay=delay-72` (moved, not set). */
export function readIntervention(text: string): {
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
  const quoted = /^(['"])(.*)\1$/s.exec(value);
  return { variable, intervention: { kind: "value", value: quoted?.[2] ?? value } };
}
