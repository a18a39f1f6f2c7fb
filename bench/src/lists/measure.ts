/** Durations of one kind of work, in milliseconds. */
export interface Timing {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Runs the work several times, one after the other, after two runs that do not count. */
export async function measure(
  runs: number,
  work: (run: number) => Promise<unknown>,
): Promise<Timing> {
  await work(runs);
  await work(runs + 1);
  const tookMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    await work(run);
    tookMs.push(performance.now() - startedAt);
  }
  return summary(tookMs);
}

export function summary(tookMs: readonly number[]): Timing {
  const sorted = [...tookMs].sort((left, right) => left - right);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
