/** The beginning of a stream of bytes, and all of it. */
export interface Peeked {
  readonly start: Uint8Array;
  /** All bytes, those of the start again. */
  readonly rest: AsyncIterable<Uint8Array>;
}

/** Reads at least so many bytes, where there are as many, without taking them from who comes after. */
export async function peek(input: AsyncIterable<Uint8Array>, wanted: number): Promise<Peeked> {
  const iterator = input[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < wanted) {
    const next = await iterator.next();
    if (next.done) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  const start = Buffer.concat(chunks);
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield start;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { start: start.subarray(0, wanted), rest: rest() };
}
