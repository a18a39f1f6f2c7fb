import type { Feature } from "./feature.ts";

/** Two features at once: rows agree in both. At most one of them may give several keys to a row. */
export function combineFeatures(first: Feature, second: Feature): Feature {
  const [many, one] = first.isSingle ? [second, first] : [first, second];
  const rows = many.starts.length - 1;
  const starts = new Uint32Array(rows + 1);
  const keys = new Uint32Array(many.keys.length);
  const places = new Map<number, number>();
  let size = 0;
  for (let row = 0; row < rows; row++) {
    const at = one.starts[row] ?? 0;
    if (at < (one.starts[row + 1] ?? 0)) {
      const base = (one.keys[at] ?? 0) * many.size;
      const end = many.starts[row + 1] ?? 0;
      for (let other = many.starts[row] ?? 0; other < end; other++) {
        const key = base + (many.keys[other] ?? 0);
        const place = places.get(key) ?? places.size;
        places.set(key, place);
        keys[size++] = place;
      }
    }
    starts[row + 1] = size;
  }
  return {
    name: `${first.name} + ${second.name}`,
    column: `${first.column} + ${second.column}`,
    starts,
    keys: keys.slice(0, size),
    size: places.size,
    isSingle: many.isSingle,
    isCoarse: false,
    isPart: false,
  };
}
