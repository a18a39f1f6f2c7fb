/** Texts as weighted words: rarer words weigh more, each text has length one. */
export interface WordVectors {
  /** Words of text t stand at `starts[t]` to `starts[t + 1]`, sorted by word. */
  readonly starts: Uint32Array;
  readonly words: Uint32Array;
  readonly weights: Float32Array;
  /** Of each text, the length it had before it was made one. */
  readonly lengths: Float32Array;
  /** The square of what a word weighs that stands in one text only. */
  readonly rareWeight: number;
  readonly vocabulary: readonly string[];
  /** In how many texts each word stands. */
  readonly frequency: Uint32Array;
}

/**
 * Builds the vectors: tf 1, idf log(1 + N / df) (Salton & Buckley 1988), or what `weigh` makes of it.
 */
export function wordVectors(
  texts: readonly (readonly string[])[],
  weigh: (idf: number) => number = (idf) => idf,
): WordVectors {
  const places = new Map<string, number>();
  const vocabulary: string[] = [];
  const frequency: number[] = [];
  const rows = texts.map((words) => {
    const own = new Set<number>();
    for (const word of words) {
      let place = places.get(word);
      if (place === undefined) {
        place = vocabulary.push(word) - 1;
        places.set(word, place);
        frequency.push(0);
      }
      own.add(place);
    }
    for (const place of own) frequency[place] = (frequency[place] ?? 0) + 1;
    return Uint32Array.from(own).sort();
  });
  const starts = new Uint32Array(rows.length + 1);
  for (const [text, row] of rows.entries()) starts[text + 1] = (starts[text] ?? 0) + row.length;
  const words = new Uint32Array(starts[rows.length] ?? 0);
  const weights = new Float32Array(words.length);
  const lengths = new Float32Array(rows.length);
  for (const [text, row] of rows.entries()) {
    const start = starts[text] ?? 0;
    words.set(row, start);
    let square = 0;
    for (const [place, word] of row.entries()) {
      const weight = weigh(Math.log(1 + rows.length / (frequency[word] ?? 1)));
      weights[start + place] = weight;
      square += weight * weight;
    }
    const length = Math.sqrt(square) || 1;
    lengths[text] = length;
    for (let at = start; at < start + row.length; at++) weights[at] = (weights[at] ?? 0) / length;
  }
  const rareWeight = weigh(Math.log(1 + rows.length)) ** 2;
  return {
    starts,
    words,
    weights,
    lengths,
    rareWeight,
    vocabulary,
    frequency: Uint32Array.from(frequency),
  };
}

/** The cosine of two texts, 0 to 1. */
export function cosine(
  { starts, words, weights }: WordVectors,
  left: number,
  right: number,
): number {
  let i = starts[left] ?? 0;
  let j = starts[right] ?? 0;
  const endLeft = starts[left + 1] ?? 0;
  const endRight = starts[right + 1] ?? 0;
  let sum = 0;
  while (i < endLeft && j < endRight) {
    const a = words[i] ?? 0;
    const b = words[j] ?? 0;
    if (a === b) sum += (weights[i++] ?? 0) * (weights[j++] ?? 0);
    else if (a < b) i++;
    else j++;
  }
  return Math.min(1, sum);
}

/**
 * How alike two texts are of which one may say more than the other: halfway between their cosine and the share of the
 * shorter one, as if it had half a rare word more, that the longer one has too.
 */
export function containedCosine(vectors: WordVectors, left: number, right: number): number {
  const [a, b] = [vectors.lengths[left] ?? 1, vectors.lengths[right] ?? 1];
  const own = cosine(vectors, left, right);
  const least = Math.min(a, b);
  return (own + (own * a * b) / (least * least + vectors.rareWeight / 2)) / 2;
}
