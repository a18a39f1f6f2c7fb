/** Values as PostgreSQL sends and receives them in binary (the `_send` and `_recv` functions of their types). */

const epochMs = Date.UTC(2000, 0, 1);
const dayMs = 86_400_000;
const wordValues = 2 ** 32;

/** Numbers in network order; cheaper by the million than the functions of a Buffer, which check what they are given. */
export function wordsOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A `timestamptz` at `at`: microseconds since 2000, in eight bytes. */
export function setTime(words: DataView, at: number, time: Date): void {
  // Word by word, as microseconds of far years are no exact numbers.
  const milliseconds = time.getTime() - epochMs;
  const high = Math.floor(milliseconds / wordValues);
  const low = (milliseconds - high * wordValues) * 1000;
  const carried = Math.floor(low / wordValues);
  words.setInt32(at, high * 1000 + carried);
  words.setUint32(at + 4, low - carried * wordValues);
}

/** A text or its bytes in UTF-8 at `at`; returns how many bytes it took. It must hold no NUL. */
export function setText(bytes: Buffer, at: number, text: string | Buffer): number {
  return typeof text === "string" ? bytes.write(text, at) : text.copy(bytes, at);
}

/** Days since 2000 of one as `2026-11-01`: a `date`. */
export const dayNumber = rememberingLast((day: string) => (Date.parse(day) - epochMs) / dayMs);

/** The sixteen bytes of a `uuid`. */
export const uuidBytes = rememberingLast((id: string) =>
  Buffer.from(id.replaceAll("-", ""), "hex"),
);

/** Rows that come together mostly share their source and their month. */
function rememberingLast<Result>(find: (text: string) => Result): (text: string) => Result {
  let last: string | undefined;
  let found: Result;
  return (text) => {
    if (text !== last) found = find(text);
    last = text;
    return found;
  };
}
