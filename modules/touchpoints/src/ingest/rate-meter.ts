import type { Clock } from "@causeway/kernel";

/** How much happened in the last minute. */
export interface RateMeter {
  add(count: number): void;
  lastMinute(): number;
}

const seconds = 60;

/** Counts by the second and forgets what is older than a minute: 60 numbers, whatever comes. */
export function createRateMeter(clock: Clock): RateMeter {
  const counts = new Array<number>(seconds).fill(0);
  let newest = 0;
  const moveOn = (): number => {
    const now = Math.floor(clock().getTime() / 1000);
    const passed = Math.min(seconds, Math.max(0, now - newest));
    for (let step = 1; step <= passed; step++) counts[(now - passed + step) % seconds] = 0;
    // A clock that is put back counts on in the second it had reached.
    newest = Math.max(newest, now);
    return newest % seconds;
  };
  return {
    add(count) {
      const at = moveOn();
      counts[at] = (counts[at] ?? 0) + count;
    },
    lastMinute() {
      moveOn();
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
