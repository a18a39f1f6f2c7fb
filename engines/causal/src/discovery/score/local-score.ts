/** How well parents explain a node, one node at a time; a graph scores the sum over its nodes. Higher is better. */
export type LocalScore = (node: number, parents: readonly number[]) => number;
