/**
 * Adjusted p-values (q-values): rejecting all with q ≤ α keeps the expected share of false discoveries at α or below.
 * In the order of the input. Source: Benjamini & Hochberg, Journal of the Royal Statistical Society B 57 (1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const count = pValues.length;
  const order = Array.from(pValues.keys()).sort((a, b) => (pValues[b] ?? 1) - (pValues[a] ?? 1));
  const adjusted = new Array<number>(count).fill(1);
  let least = 1;
  order.forEach((place, above) => {
    least = Math.min(least, ((pValues[place] ?? 1) * count) / (count - above));
    adjusted[place] = least;
  });
  return adjusted;
}
