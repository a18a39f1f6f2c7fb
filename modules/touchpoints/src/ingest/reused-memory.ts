/** Gives memory for the length of one task; what it holds at first is anything. */
export interface Memory {
  take(bytes: number): Buffer;
}

/** Memory that is given back by being forgotten. */
export const freshMemory: Memory = { take: (bytes) => Buffer.allocUnsafe(bytes) };

/** Memory that task after task uses again. */
export interface ReusedMemory {
  /** Lends memory to `task` until it has ended, well or not; what was taken must not be looked at afterwards. */
  lend<Result>(task: (memory: Memory) => Promise<Result>): Promise<Result>;
}

/** A piece that grew beyond this is not kept. */
const largestKept = 4 * 1024 * 1024;
const mostKept = 4;
const firstBytes = 256 * 1024;

/**
 * Large buffers lie outside the engine's heap, where it counts them but rarely looks: made anew for every task they
 * cause one full collection after the other. As many pieces are kept as tasks run at a time.
 */
export function createReusedMemory(): ReusedMemory {
  const kept: Buffer[] = [];
  return {
    async lend(task) {
      let piece = kept.pop() ?? Buffer.allocUnsafeSlow(firstBytes);
      let used = 0;
      const take = (bytes: number): Buffer => {
        if (used + bytes > piece.length) {
          // What was taken from the smaller piece keeps it until the task has ended.
          piece = Buffer.allocUnsafeSlow(2 * (used + bytes));
          used = 0;
        }
        used += bytes;
        return piece.subarray(used - bytes, used);
      };
      try {
        return await task({ take });
      } finally {
        if (piece.length <= largestKept && kept.length < mostKept) kept.push(piece);
      }
    },
  };
}
