import type { Dataset } from "../dataset/dataset.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { encodingTerms } from "../linear/encoding.ts";
import type { LinearModel } from "../linear/linear-model.ts";

/** By column name: 1, the prediction may only rise with the value; −1, only fall. */
export type MonotoneColumns = Readonly<Record<string, 1 | -1>>;

/**
 * A linear fit whose coefficients of numeric columns have the asked signs: a column whose coefficient has the other sign is
 * left out and the rest is fitted again, the worst offender first (a coefficient held at its bound of 0 is a column left out).
 */
export function fitMonotoneLinear(
  fit: (dataset: Dataset) => LinearModel,
  dataset: Dataset,
  monotone: MonotoneColumns = {},
): LinearModel {
  for (let kept = dataset; ; ) {
    const model = fit(kept);
    const worst = worstOffender(model, monotone);
    if (worst === undefined) return model;
    kept = selectColumns(kept, (name) => name !== worst);
  }
}

function worstOffender(
  { encodings, coefficients }: LinearModel,
  monotone: MonotoneColumns,
): string | undefined {
  let term = 0;
  let worst: { readonly name: string; readonly by: number } | undefined;
  for (const encoding of encodings) {
    const sign = encoding.kind === "numeric" ? (monotone[encoding.name] ?? 0) : 0;
    const by = -sign * (coefficients[term] ?? 0);
    if (by > (worst?.by ?? 1e-12)) worst = { name: encoding.name, by };
    term += encodingTerms(encoding);
  }
  return worst?.name;
}
