import type { PatternSource } from "../../data/pattern-source.ts";
import { type JointCounter, jointCounter } from "../../independence/joint-counts.ts";
import type { LocalScore } from "./local-score.ts";

/**
 * BIC of a table of categories: Σ n ln(n / n of its parents' values), less ½ ln(rows) for every free probability (Schwarz
 * 1978; Chickering 2002, section 4); of the rows of a bootstrap sample the share `information` counts. Parents whose
 * probabilities cost more than a perfect fit could bring score −∞ uncounted (de Campos & Ji 2011). The columns must be complete.
 * `count` may be shared with others that ask the same source.
 */
export function discreteScore(
  source: PatternSource,
  information: number,
  count: JointCounter = jointCounter(source),
): LocalScore {
  const { levels, rows } = source;
  const penalty = Math.log(Math.max(2, rows * information)) / 2;
  const xLogX = logProducts(rows);
  return (node, parents) => {
    const own = levels[node] as number;
    const strata = parents.reduce((product, column) => product * (levels[column] as number), 1);
    const free = strata * (own - 1);
    if (penalty * free > rows * Math.log(own)) return Number.NEGATIVE_INFINITY;
    const { counts, strideOf } = count([node, ...parents]);
    const stride = strideOf(node);
    const places = parents.map((column) => ({
      own: levels[column] as number,
      stride: strideOf(column),
    }));
    let sum = 0;
    for (let stratum = 0; stratum < strata; stratum++) {
      let [at, rest, total] = [0, stratum, 0];
      for (let place = places.length - 1; place >= 0; place--) {
        const parent = places[place] as (typeof places)[number];
        at += (rest % parent.own) * parent.stride;
        rest = Math.floor(rest / parent.own);
      }
      for (let level = 0; level < own; level++) {
        const n = counts[at] as number;
        at += stride;
        total += n;
        sum += xLogX(n);
      }
      sum -= xLogX(total);
    }
    return sum - penalty * free;
  };
}

/** n ln n, each computed once; 0 for 0. */
function logProducts(most: number): (n: number) => number {
  const known = new Float64Array(most + 1);
  return (n) => {
    if (n < 2) return 0;
    const value = known[n] as number;
    if (value > 0) return value;
    const product = n * Math.log(n);
    known[n] = product;
    return product;
  };
}
