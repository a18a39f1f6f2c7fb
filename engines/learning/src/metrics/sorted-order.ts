/** So few keys are sorted faster by comparing. */
const fewKeys = 1_000;
const digitBits = 11;
const digits = 1 << digitBits;
/** Which of a number's two words is the higher one on this machine. */
const higher = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;

/**
 * Row numbers in ascending order of `keys`; equal keys stay in row order, and what is not a number comes last.
 * Many keys are sorted by the digits of their bits, which costs no comparison.
 * Source: Knuth, The Art of Computer Programming 3, section 5.2.5, algorithm R.
 */
export function sortedOrder(keys: Float64Array): Uint32Array {
  return keys.length < fewKeys ? byComparing(keys) : byDigits(keys);
}

function byComparing(keys: Float64Array): Uint32Array {
  const order = Uint32Array.from({ length: keys.length }, (_, row) => row);
  return order.sort((a, b) => {
    const [left, right] = [keys[a] as number, keys[b] as number];
    if (left === right) return a - b;
    return left - right || Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
  });
}

function byDigits(keys: Float64Array): Uint32Array {
  const { low, high } = orderedBits(keys);
  const rows = keys.length;
  let order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  let spare = new Uint32Array(rows);
  const starts = new Uint32Array(digits);
  // Six digits: three of the lower word (10 bits of it in the last), three of the higher.
  for (const [bits, shift] of [
    [low, 0],
    [low, digitBits],
    [low, 2 * digitBits],
    [high, 0],
    [high, digitBits],
    [high, 2 * digitBits],
  ] as const) {
    if (!countStarts(bits, shift, starts)) continue;
    for (let at = 0; at < rows; at++) {
      const row = order[at] as number;
      const digit = ((bits[row] as number) >>> shift) & (digits - 1);
      const place = starts[digit] as number;
      spare[place] = row;
      starts[digit] = place + 1;
    }
    [order, spare] = [spare, order];
  }
  return order;
}

/** Where each digit begins; false where all keys have the same one. */
function countStarts(bits: Uint32Array, shift: number, starts: Uint32Array): boolean {
  starts.fill(0);
  for (let row = 0; row < bits.length; row++) {
    const digit = ((bits[row] as number) >>> shift) & (digits - 1);
    starts[digit] = (starts[digit] as number) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < digits; digit++) {
    const count = starts[digit] as number;
    if (count === bits.length) return false;
    starts[digit] = sum;
    sum += count;
  }
  return true;
}

/** The two words of every key, turned so that they order as the keys do. */
function orderedBits(keys: Float64Array): {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
} {
  const low = new Uint32Array(keys.length);
  const high = new Uint32Array(keys.length);
  const cell = new Float64Array(1);
  const words = new Uint32Array(cell.buffer);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    // One zero, and one not-a-number.
    cell[0] = Number.isNaN(key) ? Number.NaN : key + 0;
    const isNegative = (words[higher] as number) >>> 31 === 1 && !Number.isNaN(key);
    low[row] = isNegative ? ~(words[1 - higher] as number) : (words[1 - higher] as number);
    high[row] = isNegative ? ~(words[higher] as number) : (words[higher] as number) | 0x80000000;
  }
  return { low, high };
}
