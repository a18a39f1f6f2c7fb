/** Whether events are worth an attempt to copy them, which fails as a whole where one of them is known already. */
export interface CopyAttempts {
  /** Ask once for each transaction. */
  isWorthIt(): boolean;
  succeeded(): void;
  failed(): void;
}

/** A client that repeats a request is no reason to doubt the next ones for long; a source that always repeats is. */
const firstPause = 16;
const longestPause = 1_024;

/** After a failure, so many transactions go without; after each further one twice as many. */
export function createCopyAttempts(): CopyAttempts {
  let pause = 0;
  let left = 0;
  return {
    isWorthIt: () => left-- <= 0,
    succeeded() {
      pause = 0;
    },
    failed() {
      pause = Math.min(longestPause, Math.max(firstPause, 2 * pause));
      left = pause;
    },
  };
}
