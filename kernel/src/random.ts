/** A source of uniform numbers in [0, 1); engines never draw from anything else. */
export type Random = () => number;

/**
 * A seeded generator: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, passes BigCrush.
 * The same seed gives the same numbers on every machine.
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88 ^ Math.floor(seed / 2 ** 32);
  let c = 0xb7e15162;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 20; warmUp++) next();
  return next;
}
