import type { Random } from "@causeway/kernel";
import type { DataTable } from "../data/table.ts";
import type { EdgeKind, FoundEdge, FoundGraph } from "./pc.ts";

/** In which share of the runs an edge was found, by kind; `reversed` is directed the other way. */
export interface EdgeShares {
  readonly directed: number;
  readonly reversed: number;
  readonly undirected: number;
  readonly bidirected: number;
  readonly "partially-directed": number;
  readonly ambiguous: number;
}

/** A bootstrap sample as a weight for each row: n draws with replacement (Efron 1979). The columns are shared. */
export function resample(table: DataTable, random: Random): DataTable {
  const weights = new Float64Array(table.rows);
  const pool = table.weights && cumulative(table.weights);
  const draws = pool ? (pool.at(-1) ?? 0) : table.rows;
  for (let draw = 0; draw < draws; draw++) {
    const at = Math.floor(random() * draws);
    const row = pool ? firstAbove(pool, at) : at;
    weights[row] = (weights[row] as number) + 1;
  }
  return { ...table, weights };
}

/** n² / Σ w² over n: how much independent information is left in weighted rows (Kish 1965, section 11.7). */
export function informationShare(weights: Float64Array, rows: number): number {
  let squares = 0;
  for (const weight of weights) squares += weight * weight;
  return rows / squares;
}

function cumulative(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

function firstAbove(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The shares for each pair of variables that any run connected. */
export function edgeShares(
  graphs: readonly FoundGraph[],
): (edge: Pick<FoundEdge, "from" | "to">) => EdgeShares {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { edges } of graphs) {
    for (const { from, to, kind } of edges) {
      count(`${from},${to},${kind}`);
      if (symmetric.has(kind)) count(`${to},${from},${kind}`);
    }
  }
  return ({ from, to }) => {
    const share = (kind: EdgeKind, a = from, b = to) =>
      (counts.get(`${a},${b},${kind}`) ?? 0) / graphs.length;
    return {
      directed: share("directed"),
      reversed: share("directed", to, from),
      undirected: share("undirected"),
      bidirected: share("bidirected"),
      "partially-directed": share("partially-directed"),
      ambiguous: share("ambiguous"),
    };
  };
}

const symmetric: ReadonlySet<EdgeKind> = new Set(["undirected", "bidirected", "ambiguous"]);
