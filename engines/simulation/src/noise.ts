/**
 * Exogenous noise of the market's structural causal model.
 *
 * Every number is a hash of (seed, stream, entity, index): nothing depends on the order of calls, so a replay under an
 * intervention meets exactly the noise of the factual world (Pearl, *Causality*, 2nd ed., section 7.1).
 * `revealedDay` is the day on which the number becomes fact; a branch of the world redraws only what lies in its future.
 */
export interface Noise {
  /** Uniform on [0, 1). */
  uniform(stream: number, entity: number, index?: number, revealedDay?: number): number;
  /** Standard normal, by Box and Muller's transform. */
  normal(stream: number, entity: number, index?: number, revealedDay?: number): number;
  /** Poisson count by inversion: monotone in `rate` for the same noise. */
  poisson(
    rate: number,
    stream: number,
    entity: number,
    index?: number,
    revealedDay?: number,
  ): number;
}

/** From which day on noise is redrawn, and with which seed: one possible future of the same past. */
export interface Branch {
  readonly fromDay: number;
  readonly seed: number;
}

/** FNV-1a hash of a stream's name; computed once where the stream is declared. */
export function noiseStream(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

const absorb = (hash: number, word: number): number => {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = (mixed << 15) | (mixed >>> 17);
  const next = hash ^ Math.imul(mixed, 0x1b873593);
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
};

/** MurmurHash3's body and finaliser (Austin Appleby, public domain) over four words. */
function mix(seed: number, stream: number, entity: number, index: number): number {
  let hash = absorb(absorb(absorb(absorb(0, seed), stream), entity), index);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const SECOND = 0x3779b97f;

export function createNoise(seed: number, branch?: Branch): Noise {
  const fromDay = branch?.fromDay ?? Number.POSITIVE_INFINITY;
  const branchSeed = branch?.seed ?? seed;
  const uniform = (stream: number, entity: number, index = 0, revealedDay = index): number =>
    (mix(revealedDay >= fromDay ? branchSeed : seed, stream, entity, index) + 0.5) / 2 ** 32;
  const normal = (stream: number, entity: number, index = 0, revealedDay = index): number => {
    const radius = Math.sqrt(-2 * Math.log(uniform(stream, entity, index, revealedDay)));
    return radius * Math.cos(2 * Math.PI * uniform(stream ^ SECOND, entity, index, revealedDay));
  };
  const poisson = (
    rate: number,
    stream: number,
    entity: number,
    index = 0,
    revealedDay = index,
  ): number => {
    let left = uniform(stream, entity, index, revealedDay);
    let probability = Math.exp(-rate);
    let count = 0;
    while (left > probability && count < 10_000) {
      left -= probability;
      count++;
      probability *= rate / count;
    }
    return count;
  };
  return { uniform, normal, poisson };
}
