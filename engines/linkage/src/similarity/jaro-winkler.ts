const longest = 256;
const takenLeft = new Uint8Array(longest);
const takenRight = new Uint8Array(longest);

/**
 * The Jaro–Winkler likeness of two texts, 0 to 1: shared characters within half the longer length, less half their
 * transpositions (Jaro 1989), raised for a common beginning of up to four (Winkler 1990). Symmetric. Looks at the
 * first 256 characters.
 */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return 1;
  const jaro = jaroLikeness(left, right);
  if (jaro < 0.7) return jaro;
  let prefix = 0;
  const limit = Math.min(4, left.length, right.length);
  while (prefix < limit && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroLikeness(left: string, right: string): number {
  const m = Math.min(left.length, longest);
  const n = Math.min(right.length, longest);
  if (m === 0 || n === 0) return 0;
  const reach = Math.max(0, (Math.max(m, n) >> 1) - 1);
  const shared = takeShared(left, m, right, n, reach);
  if (shared === 0) return 0;
  const transpositions = countTransposed(left, m, right) / 2;
  return (shared / m + shared / n + (shared - transpositions) / shared) / 3;
}

function takeShared(left: string, m: number, right: string, n: number, reach: number): number {
  takenLeft.fill(0, 0, m);
  takenRight.fill(0, 0, n);
  let shared = 0;
  for (let i = 0; i < m; i++) {
    const code = left.charCodeAt(i);
    const end = Math.min(n, i + reach + 1);
    for (let j = i > reach ? i - reach : 0; j < end; j++) {
      if (takenRight[j] === 1 || right.charCodeAt(j) !== code) continue;
      takenLeft[i] = 1;
      takenRight[j] = 1;
      shared++;
      break;
    }
  }
  return shared;
}

function countTransposed(left: string, m: number, right: string): number {
  let transposed = 0;
  let j = 0;
  for (let i = 0; i < m; i++) {
    if (takenLeft[i] === 0) continue;
    while (takenRight[j] === 0) j++;
    if (left.charCodeAt(i) !== right.charCodeAt(j)) transposed++;
    j++;
  }
  return transposed;
}
