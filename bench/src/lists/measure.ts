/** Durations of one kind of work, in milliseconds. */
export interface Timing {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Of work that was done before it was measured. */
export interface WarmTiming extends Timing {
  /** The slowest of the runs before: code is compiled in them, and pages are read for the first time. */
  readonly coldMs: number;
}

/** Runs the work several times, one after the other, as in a server that has been up for a while. */
export async function measure(
  runs: number,
  work: () => Promise<unknown>,
  warmUps = 10,
): Promise<WarmTiming> {
  const cold = await repeat(warmUps, work);
  return { ...summary(await repeat(runs, work)), coldMs: Math.max(0, ...cold) };
}

async function repeat(runs: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    await work();
    tookMs.push(performance.now() - startedAt);
  }
  return tookMs;
}

export function summary(tookMs: readonly number[]): Timing {
  const sorted = [...tookMs].sort((left, right) => left - right);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
