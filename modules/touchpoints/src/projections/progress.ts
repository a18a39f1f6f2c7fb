/** Lets others wait for the next step of work that goes on beside them. */
export interface Progress {
  made(): void;
  /** Resolves at the first step made after this call. */
  next(): Promise<void>;
}

export function createProgress(): Progress {
  let waiting: (() => void)[] = [];
  return {
    made() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
