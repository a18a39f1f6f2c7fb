/**
 * The share of all pairs that match, given the evidence of those that were compared: the maximum of the likelihood in
 * this one number, by expectation and maximisation. Pairs that were not compared count as no matches.
 */
export function estimatePrior(weights: Float64Array, total: number, most = 0.5): number {
  const odds = weights.map((bits) => 2 ** Math.min(bits, 60));
  let prior = Math.min(most, Math.max(1, weights.length / 10) / total);
  for (let round = 0; round < 50; round++) {
    const ratio = prior / (1 - prior);
    let sum = 0;
    for (const own of odds) sum += (own * ratio) / (1 + own * ratio);
    const next = Math.min(most, Math.max(0.5, sum) / total);
    const moved = Math.abs(next - prior) / prior;
    prior = next;
    if (moved < 1e-4) break;
  }
  return prior;
}

/** The probability behind evidence in bits under a prior. */
export function probabilityOf(bits: number, prior: number): number {
  return 1 / (1 + 2 ** -(bits + Math.log2(prior / (1 - prior))));
}
