import { AppError } from "@causeway/kernel";
import { type ParameterValues, parameterDefinitions } from "./parameter-definitions.ts";

/** Values with changes laid over them. Throws AppError("bad-input") with every unknown name, bound and order that is broken. */
export function changedValues(held: ParameterValues, changes: ParameterValues): ParameterValues {
  const values = { ...held, ...changes };
  const known = new Map(parameterDefinitions.map((definition) => [definition.name, definition]));
  const issues = Object.entries(changes).flatMap(([name, value]) => {
    const definition = known.get(name);
    if (definition === undefined) return [{ path: `values.${name}`, message: "is no parameter" }];
    const { low, high } = definition;
    if (value >= low && value <= high) return [];
    return [{ path: `values.${name}`, message: `must lie between ${low} and ${high}` }];
  });
  for (const [lower, upper] of orders) {
    if ((values[lower] ?? 0) < (values[upper] ?? 0)) continue;
    issues.push({ path: `values.${upper}`, message: `must lie above ${lower}` });
  }
  if (issues.length > 0)
    throw new AppError("bad-input", "A parameter is out of bounds.", { issues });
  return values;
}

const orders = [
  ["grade_b", "grade_a"],
  ["grade_c", "grade_b"],
  ["forecast_best", "forecast_commit"],
] as const;
