import { AppError, type BothLanguages, type Issue, issueAt } from "@causeway/kernel";
import type { SettingField, SettingValues } from "@causeway/platform-contract";
import type { ConnectorKind } from "./connector.ts";

/**
 * The settings of a source, complete and trimmed; what is left out has its initial value. Throws `AppError("bad-input")`
 * with every issue at once.
 */
export function checkSettings(kind: ConnectorKind, given: SettingValues): SettingValues {
  const values: Record<string, string> = {};
  const issues: Issue[] = [];
  const complain = (field: string, label: BothLanguages): void => {
    issues.push(issueAt(`body.settings.${field}`, label));
  };
  for (const name of Object.keys(given)) {
    if (!kind.fields.some((field) => field.name === name))
      complain(name, { zh: "没有这项设置", en: "is not known" });
  }
  for (const field of kind.fields) {
    const value = (given[field.name] ?? field.initial).trim();
    const problem = problemOf(field, value);
    if (problem !== null) complain(field.name, problem);
    values[field.name] = value;
  }
  if (issues.length === 0) {
    for (const { field, label } of kind.check?.(values) ?? []) complain(field, label);
  }
  if (issues.length > 0)
    throw new AppError(
      "bad-input",
      { zh: "设置不完整或有误", en: "The settings are not complete" },
      { issues },
    );
  return values;
}

const longestLine = 500;

function problemOf(field: SettingField, value: string): BothLanguages | null {
  if (field.required && value === "") return { zh: "必填", en: "is needed" };
  const isLine = field.type !== "lines" && field.type !== "map";
  if (isLine && value.length > longestLine)
    return { zh: `超过 ${longestLine} 个字符`, en: `is longer than ${longestLine} characters` };
  if (isLine && /[\r\n]/.test(value)) return { zh: "只能有一行", en: "must be one line" };
  const isKnown = field.options.some((option) => option.value === value);
  if (field.type === "choice" && !isKnown)
    return { zh: "不是可选的值", en: "is none of the choices" };
  return null;
}
