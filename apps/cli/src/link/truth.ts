/** What is known to be true of pairs of rows. */
export interface Truth {
  /** How many pairs are one thing. */
  readonly pairs: number;
  readonly isPair: (left: number, right: number) => boolean;
}

/**
 * Rows with the same key are one thing; an empty key is a thing of its own. With two tables (`leftRows` set) only
 * pairs of one row each count; rows of the second are counted on from the first.
 */
export function truthOfKeys(keys: readonly string[], leftRows?: number): Truth {
  const counts = new Map<string, [left: number, right: number]>();
  for (const [row, key] of keys.entries()) {
    if (key === "") continue;
    const own = counts.get(key) ?? [0, 0];
    own[leftRows !== undefined && row >= leftRows ? 1 : 0]++;
    counts.set(key, own);
  }
  let pairs = 0;
  for (const [left, right] of counts.values()) {
    pairs += leftRows === undefined ? (left * (left - 1)) / 2 : left * right;
  }
  return { pairs, isPair: (left, right) => keys[left] !== "" && keys[left] === keys[right] };
}

/** The key of a cell: what the pattern captures first (or matches), the whole cell without a pattern. */
export function keyOf(cell: string, pattern: RegExp | undefined): string {
  if (pattern === undefined) return cell.trim();
  const match = pattern.exec(cell);
  return match === null ? "" : (match[1] ?? match[0]);
}

/** Pairs of rows as they stand. */
export function truthOfPairs(pairs: Iterable<readonly [number, number]>): Truth {
  const known = new Set<string>();
  const name = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  for (const [left, right] of pairs) known.add(name(left, right));
  return { pairs: known.size, isPair: (left, right) => known.has(name(left, right)) };
}

/** How good the pairs found are. */
export interface LinkQuality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Precision, recall and F1 over pairs; 1 where nothing was to be found and nothing was. */
export function judgePairs(truth: Truth, left: Int32Array, right: Int32Array): LinkQuality {
  let hits = 0;
  for (let place = 0; place < left.length; place++) {
    if (truth.isPair(left[place] ?? 0, right[place] ?? 0)) hits++;
  }
  const precision = left.length === 0 ? 1 : hits / left.length;
  const recall = truth.pairs === 0 ? 1 : hits / truth.pairs;
  const f1 =
    hits === 0 ? Number(precision + recall === 2) : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
