import { setTimeout as pause } from "node:timers/promises";
import { summary } from "../lists/measure.ts";

interface Answered {
  readonly what: string;
  readonly tookMs: number;
  /** Why it failed; undefined where it did not. */
  readonly failure: string | undefined;
}

/** What people noticed: how many requests they had, how many failed, and how long they took, in ms. */
export interface Noticed {
  readonly requests: number;
  readonly failed: number;
  readonly "p50 ms": number;
  readonly "p95 ms": number;
  readonly "slowest ms": number;
  /** Why the first failed. */
  readonly "first failure": string;
}

export interface BusyPeople {
  /** Begins to count anew. */
  forget(): void;
  all(): Noticed;
  /** The same for each kind of request. */
  each(): Readonly<Record<string, Noticed>>;
  stop(): Promise<void>;
}

/**
 * One person for each kind of request, who has one after the other, pausing between them, and notes how long each took.
 */
export function busyPeople(
  work: Readonly<Record<string, (turn: number) => Promise<unknown>>>,
  thinkMs = 20,
): BusyPeople {
  let answered: Answered[] = [];
  let isOver = false;
  const people = Object.entries(work).map(async ([what, one]) => {
    for (let turn = 0; !isOver; turn++) {
      const startedAt = performance.now();
      const failure = await one(turn).then(
        () => undefined,
        (error: unknown) => String(error).slice(0, 120),
      );
      answered.push({ what, tookMs: performance.now() - startedAt, failure });
      await pause(thinkMs);
    }
  });
  const noticed = (list: readonly Answered[]): Noticed => {
    const { p50, p95, max } = summary(list.map(({ tookMs }) => tookMs));
    const failures = list.flatMap(({ failure }) => failure ?? []);
    return {
      requests: list.length,
      failed: failures.length,
      "p50 ms": Math.round(p50),
      "p95 ms": Math.round(p95),
      "slowest ms": Math.round(max),
      "first failure": failures[0] ?? "",
    };
  };
  return {
    forget: () => {
      answered = [];
    },
    all: () => noticed(answered),
    each: () =>
      Object.fromEntries(
        Object.keys(work).map((what) => [
          what,
          noticed(answered.filter((one) => one.what === what)),
        ]),
      ),
    async stop() {
      isOver = true;
      await Promise.all(people);
    },
  };
}
