import { type ParentsBefore, rounding } from "./best-parents.ts";

/** Sweeps end by themselves when no node moves; this is for scores that are equal up to rounding. */
const mostSweeps = 100;

/**
 * Best order score search: each variable in turn moves to the place where the whole order scores best, until none moves (Andrews,
 * Ramsey, Sánchez-Romero, Camchong & Kummerfeld 2023, algorithm 2). Moving a node changes the parents of its `neighbours`
 * alone, so only places between these are compared. `start` must already satisfy `mustPrecede`, and the result does.
 */
export function bestOrder(
  start: readonly number[],
  neighbours: readonly (readonly number[])[],
  parents: ParentsBefore,
  mustPrecede: (a: number, b: number) => boolean,
): readonly number[] {
  let order = [...start];
  const rank = new Int32Array(Math.max(-1, ...start) + 1);
  const noteRanks = () => {
    for (let place = 0; place < order.length; place++) rank[order[place] as number] = place;
  };
  noteRanks();
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = false;
    for (const node of start) {
      const next = placed(order, node, neighbours[node] ?? [], { parents, mustPrecede, rank });
      if (!next) continue;
      order = next;
      noteRanks();
      moved = true;
    }
    if (!moved) break;
  }
  return order;
}

interface Context {
  readonly parents: ParentsBefore;
  readonly mustPrecede: (a: number, b: number) => boolean;
  /** The place of each node in the order. */
  readonly rank: Int32Array;
}

/** The order with the node at its best place among its neighbours; undefined where it stands there. */
function placed(
  order: readonly number[],
  node: number,
  neighbours: readonly number[],
  { parents, mustPrecede, rank }: Context,
): number[] | undefined {
  const at = (other: number) => rank[other] ?? 0;
  const around = [...neighbours].sort((a, b) => at(a) - at(b));
  const without = around.map(
    (other) => parents(other, (one) => one !== node && at(one) < at(other)).score,
  );
  const behind = around.map(
    (other) => parents(other, (one) => one === node || at(one) < at(other)).score,
  );
  let best = around.findIndex((other) => at(other) > at(node));
  if (best < 0) best = around.length;
  const now = best;
  const scoreAt = (slot: number) => {
    const before = new Set(around.slice(0, slot));
    let score = parents(node, (one) => before.has(one)).score;
    for (let place = 0; place < around.length; place++)
      score += (place < slot ? without[place] : behind[place]) ?? 0;
    return score;
  };
  let bestScore = scoreAt(now);
  for (let slot = 0; slot <= around.length; slot++) {
    if (
      around.some((other, place) =>
        place < slot ? mustPrecede(node, other) : mustPrecede(other, node),
      )
    )
      continue;
    const score = scoreAt(slot);
    if (score > bestScore + rounding) [best, bestScore] = [slot, score];
  }
  if (best === now) return undefined;
  const rest = order.filter((other) => other !== node);
  const next = around[best];
  const place = next === undefined ? rest.length : rest.indexOf(next);
  return [...rest.slice(0, place), node, ...rest.slice(place)];
}
