import type { Estimand } from "../identification/estimand.ts";
import { evaluateOnTable, frequencies, type WeightedRows } from "./evaluate-on-table.ts";
import { divide, multiply, sumOut, type TableFactor } from "./table-factor.ts";

export interface Response {
  /** E[outcome | do(treatment = code)] for each code of the treatment. */
  readonly means: readonly number[];
  /** The probability that the formula finds for each code; less than 1 where it asks for combinations the data never show. */
  readonly mass: readonly number[];
}

/**
 * The mean outcome under each value of the treatment, by an estimand of P(outcome | do(treatment)). What else the estimand leaves
 * free is averaged over its frequencies in `averagedOver`: conditions of a segment, or what may take any value since the graph says that
 * the result is the same.
 */
export function responseByFormula(
  estimand: Estimand,
  rows: WeightedRows,
  { treatment, outcome }: { readonly treatment: string; readonly outcome: string },
  averagedOver: WeightedRows = rows,
): Response {
  const column = (name: string) => rows.columns.find((candidate) => candidate.name === name);
  const sizeOf = (name: string) => column(name)?.size ?? 1;
  const over = (name: string, values: readonly number[]): TableFactor => ({
    variables: [name],
    sizes: [values.length],
    values: Float64Array.from(values),
  });
  const each = over(treatment, new Array(sizeOf(treatment)).fill(1));
  const distribution = multiply(each, evaluateOnTable(estimand, rows));
  const others = distribution.variables.filter((name) => name !== treatment && name !== outcome);
  const sum = (factor: TableFactor, gone: readonly string[]) => sumOut(factor, gone, sizeOf);
  const found = sum(distribution, [outcome]);
  const values = over(outcome, column(outcome)?.values ?? []);
  const means = divide(sum(multiply(distribution, values), [outcome]), found);
  const weights = frequencies(averagedOver, others);
  const seen = multiply(weights, { ...found, values: found.values.map((one) => Number(one > 0)) });
  const mean = divide(sum(multiply(seen, means), others), sum(seen, others));
  const capped = { ...found, values: found.values.map((one) => Math.min(1, one)) };
  return {
    means: [...mean.values],
    mass: [...sum(multiply(weights, capped), others).values],
  };
}
