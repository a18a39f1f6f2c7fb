import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";

/**
 * Weights under which the mean of any combination of terms over `rows` becomes its mean change over the target: the
 * Riesz representer of the counterfactual mean, by regularised least squares on a dictionary (Chernozhukov, Newey & Singh
 * 2022, "Automatic debiased machine learning of causal and structural effects", section 3). `terms[t][row]` are the terms
 * of all rows; `change[t]` is the mean over the target of what the intervention does to term t; the constant term comes apart.
 */
export function rieszWeights(
  terms: readonly Float64Array[],
  rows: readonly number[],
  change: { readonly constant: number; readonly terms: readonly number[] },
): Float64Array {
  const size = terms.length + 1;
  const all = terms[0]?.length ?? rows.length;
  const columns = [new Float64Array(all).fill(1), ...terms].map((values) =>
    Float64Array.from(rows, (row) => values[row] as number),
  );
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) gram[i * size + j] = meanProduct(columns[i], columns[j]);
    gram[i * size + i] = (gram[i * size + i] as number) + (i === 0 ? 0 : 1 / rows.length) + 1e-9;
  }
  const factor = choleskyFactor(gram, size);
  if (!factor) throw new RangeError("The terms of the mechanism cannot be told apart");
  const solution = choleskySolve(factor, Float64Array.from([change.constant, ...change.terms]));
  const weights = new Float64Array(rows.length);
  for (const [term, column] of columns.entries()) {
    const share = solution[term] as number;
    for (let place = 0; place < weights.length; place++) {
      weights[place] = (weights[place] as number) + share * (column[place] as number);
    }
  }
  return weights;
}

function meanProduct(left: Float64Array | undefined, right: Float64Array | undefined): number {
  if (!left || !right) return 0;
  let sum = 0;
  for (let row = 0; row < left.length; row++) sum += (left[row] as number) * (right[row] as number);
  return sum / left.length;
}
