const nothing: readonly number[] = [];

/** All subsets of one size, in lexicographic order of their places. */
export function* combinations(
  values: readonly number[],
  size: number,
): Generator<readonly number[]> {
  if (size > values.length) return;
  if (size === 0) {
    yield nothing;
    return;
  }
  const picks = Array.from({ length: size }, (_, index) => index);
  for (;;) {
    yield picks.map((index) => values[index] as number);
    let place = size - 1;
    while (place >= 0 && picks[place] === values.length - size + place) place--;
    if (place < 0) return;
    picks[place] = (picks[place] as number) + 1;
    for (let next = place + 1; next < size; next++) picks[next] = (picks[next - 1] as number) + 1;
  }
}
