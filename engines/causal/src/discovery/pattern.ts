/** What stands at one end of an edge; `none` where there is no edge. */
export const mark = { none: 0, tail: 1, arrow: 2, circle: 3 } as const;
export type Mark = (typeof mark)[keyof typeof mark];

/**
 * A graph with a mark at both ends of each edge: directed (tail, arrow), undirected (tail, tail), bidirected (arrow,
 * arrow), partially directed (circle). Built by the discovery algorithms in place; `at(i, j)` is the mark at j of
 * the edge between i and j.
 */
export interface Pattern {
  readonly size: number;
  at(from: number, to: number): Mark;
  adjacent(a: number, b: number): boolean;
  directed(from: number, to: number): boolean;
  undirected(a: number, b: number): boolean;
  set(from: number, to: number, atFrom: Mark, atTo: Mark): void;
  remove(a: number, b: number): void;
  neighbours(node: number): readonly number[];
}

export function createPattern(size: number): Pattern {
  const marks = new Uint8Array(size * size);
  const at = (from: number, to: number) => (marks[from * size + to] ?? 0) as Mark;
  return {
    size,
    at,
    adjacent: (a, b) => at(a, b) !== mark.none,
    directed: (from, to) => at(from, to) === mark.arrow && at(to, from) === mark.tail,
    undirected: (a, b) => at(a, b) === mark.tail && at(b, a) === mark.tail,
    set(from, to, atFrom, atTo) {
      marks[from * size + to] = atTo;
      marks[to * size + from] = atFrom;
    },
    remove(a, b) {
      marks[a * size + b] = mark.none;
      marks[b * size + a] = mark.none;
    },
    neighbours(node) {
      const found: number[] = [];
      for (let other = 0; other < size; other++)
        if (marks[node * size + other] !== mark.none) found.push(other);
      return found;
    },
  };
}

/** Makes the edge between two nodes point from the first to the second. */
export function orient(pattern: Pattern, from: number, to: number): void {
  pattern.set(from, to, mark.tail, mark.arrow);
}

/** Whether a directed path leads from one node to another. O(size²). */
export function reaches(pattern: Pattern, from: number, to: number): boolean {
  const seen = new Uint8Array(pattern.size);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    for (const next of pattern.neighbours(node)) {
      if (seen[next] || !pattern.directed(node, next)) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return false;
}
