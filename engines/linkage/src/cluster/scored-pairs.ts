/** Pairs with their evidence in bits, in growing typed arrays. */
export interface ScoredPairs {
  readonly size: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
}

export interface PairList {
  readonly add: (left: number, right: number, weight: number) => void;
  readonly finish: () => ScoredPairs;
}

/** A list that grows by doubling. */
export function pairList(): PairList {
  let capacity = 1024;
  let size = 0;
  let left = new Int32Array(capacity);
  let right = new Int32Array(capacity);
  let weight = new Float64Array(capacity);
  const grow = (): void => {
    capacity *= 2;
    const [l, r, w] = [
      new Int32Array(capacity),
      new Int32Array(capacity),
      new Float64Array(capacity),
    ];
    l.set(left);
    r.set(right);
    w.set(weight);
    [left, right, weight] = [l, r, w];
  };
  return {
    add: (a, b, bits) => {
      if (size === capacity) grow();
      left[size] = a;
      right[size] = b;
      weight[size++] = bits;
    },
    finish: () => ({
      size,
      left: left.slice(0, size),
      right: right.slice(0, size),
      weight: weight.slice(0, size),
    }),
  };
}

/** Places of the pairs, strongest evidence first; equal ones by their rows. */
export function strongestFirst({ size, left, right, weight }: ScoredPairs): Uint32Array {
  const order = new Uint32Array(size);
  for (let place = 0; place < size; place++) order[place] = place;
  return order.sort(
    (a, b) =>
      (weight[b] ?? 0) - (weight[a] ?? 0) ||
      (left[a] ?? 0) - (left[b] ?? 0) ||
      (right[a] ?? 0) - (right[b] ?? 0),
  );
}
