import { AppError, type Issue } from "@causeway/kernel";
import type { SettingField, SettingValues } from "@causeway/platform-contract";
import type { ConnectorKind } from "./connector.ts";

/**
 * The settings of a source, complete and trimmed; what is left out has its initial value. Throws `AppError("bad-input")`
 * with every issue at once.
 */
export function checkSettings(kind: ConnectorKind, given: SettingValues): SettingValues {
  const values: Record<string, string> = {};
  const issues: Issue[] = [];
  const complain = (field: string, message: string): void => {
    issues.push({ path: `body.settings.${field}`, message });
  };
  for (const name of Object.keys(given)) {
    if (!kind.fields.some((field) => field.name === name)) complain(name, "is not known");
  }
  for (const field of kind.fields) {
    const value = (given[field.name] ?? field.initial).trim();
    const problem = problemOf(field, value);
    if (problem !== null) complain(field.name, problem);
    values[field.name] = value;
  }
  if (issues.length === 0) {
    for (const { field, message } of kind.check?.(values) ?? []) complain(field, message);
  }
  if (issues.length > 0)
    throw new AppError("bad-input", "The settings are not complete", { issues });
  return values;
}

const longestLine = 500;

function problemOf(field: SettingField, value: string): string | null {
  if (field.required && value === "") return "is needed";
  const isLine = field.type !== "lines" && field.type !== "map";
  if (isLine && value.length > longestLine) return `is longer than ${longestLine} characters`;
  if (isLine && /[\r\n]/.test(value)) return "must be one line";
  const isKnown = field.options.some((option) => option.value === value);
  if (field.type === "choice" && !isKnown) return "is none of the choices";
  return null;
}
