import { AppError, issueAt } from "@causeway/kernel";
import { type ParameterValues, parameterDefinitions } from "./parameter-definitions.ts";

/** Values with changes laid over them. Throws AppError("bad-input") with every unknown name, bound and order that is broken. */
export function changedValues(held: ParameterValues, changes: ParameterValues): ParameterValues {
  const values = { ...held, ...changes };
  const known = new Map(parameterDefinitions.map((definition) => [definition.name, definition]));
  const issues = Object.entries(changes).flatMap(([name, value]) => {
    const definition = known.get(name);
    if (definition === undefined)
      return [issueAt(`values.${name}`, { zh: "不是参数", en: "is no parameter" })];
    const { low, high } = definition;
    if (value >= low && value <= high) return [];
    return [
      issueAt(`values.${name}`, {
        zh: `应在 ${low} 与 ${high} 之间`,
        en: `must lie between ${low} and ${high}`,
      }),
    ];
  });
  for (const [lower, upper] of orders) {
    if ((values[lower] ?? 0) < (values[upper] ?? 0)) continue;
    issues.push(
      issueAt(`values.${upper}`, { zh: `应高于 ${lower}`, en: `must lie above ${lower}` }),
    );
  }
  if (issues.length > 0)
    throw new AppError(
      "bad-input",
      { zh: "参数超出允许的范围", en: "A parameter is out of bounds." },
      { issues },
    );
  return values;
}

const orders = [
  ["grade_b", "grade_a"],
  ["grade_c", "grade_b"],
  ["forecast_best", "forecast_commit"],
] as const;
