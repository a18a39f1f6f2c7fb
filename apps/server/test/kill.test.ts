import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@causeway/kernel";
import { createDataFolder } from "@causeway/platform-database/testing";
import { expect, it } from "vitest";
import { mixedLoad } from "./crash/load.ts";
import { mailbox } from "./crash/mailbox.ts";
import { prepare } from "./crash/prepare.ts";
import { printResult } from "./crash/print-result.ts";
import { serverProcess } from "./crash/server-process.ts";
import { verifyAcknowledged, verifyRebuild } from "./crash/verify.ts";

const { CAUSEWAY_LONG_TESTS, CAUSEWAY_KILLS, CAUSEWAY_SEED } = process.env;
const isLong = CAUSEWAY_LONG_TESTS === "1";
const kills = Number(CAUSEWAY_KILLS ?? (isLong ? 100 : 3));
const seed = Number(CAUSEWAY_SEED ?? 11);
const eventsWanted = isLong ? 20_000 : 1_000;
/** Between requests of a client: a short run stays short on a slow machine. */
const pauseMs = isLong ? 50 : 600;
const kinds = ["server", "database", "both"] as const;
/** One start in so many is cut off before the server is ready. */
const startsCutOff = 5;
const longestStartMs = 3_000;

/** Mostly soon, while the server still takes up what was cut off; now and then after more work has gathered. */
const pauseBefore = (random: () => number) => 50 - 700 * Math.log(1 - random());

it(`startServer() after ${kills} kills of server, database or both: every acknowledged event once, edits whole, imports whole or undone, projections equal to a rebuild, no action twice and none lost`, {
  timeout: isLong ? 3_600_000 : 500_000,
}, async () => {
  const folder = createDataFolder();
  const mails = await mailbox();
  const random = seededRandom(seed);
  const stop = new AbortController();
  const prepared = await prepare(folder.path, mails.port);
  const server = await serverProcess(folder.path);
  const counts = { server: 0, database: 0, both: 0 };
  const startedAt = performance.now();
  let said = 0;
  const say = (killed: number) => {
    if (!isLong || killed - said < 10) return;
    said = killed;
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    process.stdout.write(`${killed} kills after ${seconds} s, ${server.faults.length} faults\n`);
  };
  try {
    await server.start();
    const load = mixedLoad(server.url, prepared, { stop: stop.signal, pauseMs });
    const acknowledged = load.seen;
    for (let killed = 0; killed < kills; killed++) {
      await pause(pauseBefore(random));
      const wanted = kinds[killed < 3 ? killed : Math.floor(random() * 3)] ?? "server";
      // PostgreSQL may be on its way up again just now; then it is the server's turn.
      const isDatabaseHit = wanted !== "server" && server.signalDatabase("SIGKILL");
      const kind = isDatabaseHit ? wanted : "server";
      counts[kind]++;
      if (kind !== "database") {
        await server.kill();
        if (killed + 1 < kills && random() * startsCutOff < 1) {
          killed++;
          counts.server++;
          // Ready by then or not; if it ends by itself, that is among the faults.
          server.start().catch(() => undefined);
          await pause(longestStartMs * random());
          await server.kill();
        }
        await server.start();
      }
      say(killed + 1);
    }
    await expect
      .poll(() => acknowledged.events.length, { timeout: 300_000 })
      .toBeGreaterThanOrEqual(eventsWanted);
    const imported = () => acknowledged.imports.length + 2 * acknowledged.refusals.length;
    await expect.poll(imported, { timeout: 300_000 }).toBeGreaterThan(1);
    expect(acknowledged.refusals).toEqual([]);
    stop.abort();
    await load.ended;
    const found = await verifyAcknowledged(folder.path, prepared, acknowledged, mails.messageIds);
    expect(server.faults).toEqual([]);
    expect(found.runs).toBeGreaterThan(isLong ? 20 : 0);
    await server.kill();
    await verifyRebuild(folder.path, prepared);
    const { server: first, database, both } = counts;
    printResult(`${kills} kills: server ${first}, database ${database}, both ${both}`, found);
  } finally {
    stop.abort();
    await server.kill();
    mails.close();
    folder.remove();
  }
});
