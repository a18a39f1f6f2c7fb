import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@causeway/kernel";
import { listRecords, transactThroughChange, updateRecord } from "@causeway/module-records";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { summary, type Timing } from "./measure.ts";
import { pick } from "./names.ts";
import { watchLocks } from "./watch-locks.ts";

export interface Meanwhile {
  readonly seconds: number;
  readonly longestLockMs: number;
  readonly reads: Timing & { readonly count: number };
  readonly writes: Timing & { readonly count: number };
}

const thinkMs = 20;

/** Three people read lists and two edit records until the work is done; how long they had to wait. */
export async function serveMeanwhile(
  workspace: WorkspaceDatabase,
  contacts: readonly string[],
  work: () => Promise<unknown>,
): Promise<Meanwhile> {
  const took = { reads: [] as number[], writes: [] as number[] };
  let isOver = false;
  const loop = async (
    list: number[],
    seed: number,
    one: (random: () => number) => Promise<unknown>,
  ) => {
    const random = seededRandom(seed);
    while (!isOver) {
      const startedAt = performance.now();
      await one(random);
      list.push(performance.now() - startedAt);
      await pause(thinkMs);
    }
  };
  const read = () =>
    transactThroughChange(workspace, (trx) => listRecords(trx, { object: "contact", limit: 50 }), {
      readOnly: true,
    });
  const write = (random: () => number) =>
    transactThroughChange(workspace, (trx) =>
      updateRecord(trx, {
        object: "contact",
        id: pick(random, contacts),
        values: { title: `经理 ${Math.floor(random() * 1e6)}` },
        actor: { kind: "system", id: "bench" },
      }),
    );
  const locks = await watchLocks(workspace, "record_contact");
  const startedAt = performance.now();
  const people = [
    ...[1, 2, 3].map((seed) => loop(took.reads, seed, read)),
    ...[4, 5].map((seed) => loop(took.writes, seed, write)),
  ];
  let longestLockMs = 0;
  try {
    await Promise.race([work(), ...people]);
  } finally {
    isOver = true;
    await Promise.allSettled(people);
    longestLockMs = await locks.stop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const timing = (list: readonly number[]) => ({ ...summary(list), count: list.length });
  return { seconds, longestLockMs, reads: timing(took.reads), writes: timing(took.writes) };
}
