/** The fastest of several runs after two that warm up the compiler, as the peer's first run warms up its caches. */
export function fastestOf<Result>(
  times: number,
  work: () => Result,
): { readonly result: Result; readonly seconds: number } {
  work();
  let result = work();
  let seconds = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    result = work();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { result, seconds };
}
