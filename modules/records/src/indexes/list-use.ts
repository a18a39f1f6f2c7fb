/** Remembers which lists were slow. One for each process: what is forgotten with it is noticed again. */
export interface ListUse {
  /** A list took so long, in milliseconds. True when it is time to do something about lists of this shape. */
  note(shape: string, tookMs: number): boolean;
}

export interface ListUseOptions {
  /** Faster lists need no help. */
  readonly slowMs?: number;
  /** So many slow ones are no accident. */
  readonly times?: number;
}

const mostShapes = 1000;
/** Nobody should wait so long a second time. */
const verySlowMs = 300;

/** See `ListUse`; 60 ms and three times unless given. */
export function createListUse({ slowMs = 60, times = 3 }: ListUseOptions = {}): ListUse {
  const counts = new Map<string, number>();
  return {
    note(shape, tookMs) {
      if (tookMs < slowMs) return false;
      const count = tookMs >= verySlowMs ? times : (counts.get(shape) ?? 0) + 1;
      counts.delete(shape);
      if (count >= times) return true;
      counts.set(shape, count);
      const [oldest] = counts.keys();
      if (counts.size > mostShapes && oldest !== undefined) counts.delete(oldest);
      return false;
    },
  };
}
