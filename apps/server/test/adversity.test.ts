import { spawnSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openDatabase } from "@causeway/platform-database";
import { createDataFolder } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, expect, it } from "vitest";
import { allMigrations } from "../src/index.ts";
import { type Acknowledged, mixedLoad } from "./crash/load.ts";
import { mailbox } from "./crash/mailbox.ts";
import { type Prepared, prepare } from "./crash/prepare.ts";
import { printResult } from "./crash/print-result.ts";
import { type ServerProcess, serverProcess } from "./crash/server-process.ts";
import { verifyAcknowledged, verifyRebuild } from "./crash/verify.ts";

// Minutes of adversity; `npm run test:long -- adversity` alone runs them.
const { CAUSEWAY_LONG_TESTS } = process.env;
const long = { skip: CAUSEWAY_LONG_TESTS !== "1", timeout: 1_800_000 };
const patience = { timeout: 240_000, interval: 200 };

interface Scene {
  readonly server: ServerProcess;
  readonly seen: Acknowledged;
  readonly prepared: Prepared;
  readonly dataFolder: string;
}

/** Runs a server under mixed load, lets `adversity` do its worst, and holds the data against what clients were told. */
async function under(
  what: string,
  dataFolder: string,
  adversity: (scene: Scene) => Promise<void>,
  mailDelayMs = 0,
): Promise<void> {
  const mails = await mailbox(mailDelayMs);
  const stop = new AbortController();
  const prepared = await prepare(dataFolder, mails.port);
  const server = await serverProcess(dataFolder);
  try {
    await server.start();
    const { seen, ended } = mixedLoad(server.url, prepared, { stop: stop.signal, pauseMs: 100 });
    await expect.poll(() => seen.events.length, patience).toBeGreaterThan(200);
    await adversity({ server, seen, prepared, dataFolder });
    const imported = () => seen.imports.length + 2 * seen.refusals.length;
    await expect.poll(imported, patience).toBeGreaterThan(1);
    expect(seen.refusals).toEqual([]);
    await goesOn(seen);
    stop.abort();
    await ended;
    const found = await verifyAcknowledged(dataFolder, prepared, seen, mails.messageIds);
    expect(server.faults).toEqual([]);
    await server.kill();
    await verifyRebuild(dataFolder, prepared);
    printResult(what, found);
  } finally {
    stop.abort();
    await server.kill();
    mails.close();
  }
}

/** Events and edits are acknowledged after this moment too. */
async function goesOn({ events, edits }: Acknowledged): Promise<void> {
  const count = () => [...edits.values()].reduce((sum, numbers) => sum + numbers.length, 0);
  const before = [events.length, count()] as const;
  await expect.poll(() => events.length, patience).toBeGreaterThan(before[0]);
  await expect.poll(count, patience).toBeGreaterThan(before[1]);
}

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const folder = createDataFolder();
  try {
    await work(folder.path);
  } finally {
    folder.remove();
  }
}

it("a database that is restarted again and again loses nothing", long, () =>
  inFolder((folder) =>
    under("database restarted 10 times", folder, async ({ server, seen }) => {
      for (let time = 0; time < 10; time++) {
        await expect.poll(() => server.signalDatabase("SIGINT"), patience).toBe(true);
        await goesOn(seen);
      }
    }),
  ),
);

const hourMs = 3_600_000;

it(
  "a clock that jumps by hours and weeks, forwards and back, loses nothing and sends nothing twice",
  long,
  () =>
    inFolder((folder) =>
      under("clock jumps: 3 h and 40 days ahead, 3 h behind", folder, async ({ server, seen }) => {
        for (const offsetMs of [3 * hourMs, 0, 40 * 24 * hourMs, -3 * hourMs, 0]) {
          server.shiftClock(offsetMs);
          for (let time = 0; time < 5; time++) await goesOn(seen);
        }
      }),
    ),
);

it(
  "slow consumers hold up nobody else: pages that do not read, a mail server that dawdles, a projection that is held",
  long,
  () =>
    inFolder((folder) =>
      under(
        "20 pages that never read, mail 2 s each, a projection held 3 times",
        folder,
        async ({ server, seen, prepared, dataFolder }) => {
          const sockets = Array.from({ length: 20 }, () => deafPage(server.url, prepared));
          const database = await openDatabase({ dataFolder, modules: allMigrations, poolSize: 2 });
          const workspace = await database.workspace(prepared.workspace as never);
          for (let time = 0; time < 3; time++) {
            await workspace.transaction(async (trx) => {
              await sql`select 1 from projections where name = 'identity' for update`.execute(trx);
              for (let look = 0; look < 5; look++) await goesOn(seen);
            });
          }
          await database.close();
          for (const socket of sockets) socket.destroy();
        },
        2_000,
      ),
    ),
);

/** An open page whose machine sleeps: it asked for news and reads none. */
function deafPage(url: string, { workspace, apiKey }: Prepared): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined);
  socket.pause();
  socket.write(
    `GET /api/w/${workspace}/live HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${apiKey}\r\n\r\n`,
  );
  return socket;
}

const diskBytes = 400_000_000;
const disk = mountDisk();
// Also when a filter left the one test out that uses it.
afterAll(() => {
  if (disk === undefined) return;
  spawnSync("umount", ["-l", disk]);
  rmSync(disk, { recursive: true, force: true });
});
if (disk === undefined && !long.skip) {
  process.stdout.write(
    "full disk: skipped, no small disk can be mounted here (needs root on Linux)\n",
  );
}

it("a full disk answers that it does, loses nothing, and goes on by itself when there is room", {
  ...long,
  skip: long.skip || disk === undefined,
}, async () => {
  if (disk === undefined) return;
  const folder = join(disk, "data");
  try {
    await under("disk full 3 times", folder, async ({ server, seen, prepared }) => {
      for (let time = 0; time < 3; time++) {
        const filler = join(disk, "filler");
        fill(filler);
        await expect
          .poll(() => acceptsEvents(server.url, prepared, `full${time}`), patience)
          .toBe(false);
        fill(filler);
        await pause(2_000);
        rmSync(filler);
        await goesOn(seen);
      }
    });
  } finally {
    spawnSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  }
});

async function acceptsEvents(url: string, prepared: Prepared, name: string): Promise<boolean> {
  // Large enough to need room of its own.
  const batch = Array.from({ length: 200 }, (_, index) => ({
    type: "track",
    event: "Filled",
    userId: name,
    messageId: `${name}-${index}-${Math.random()}`,
    properties: { text: Math.random().toString(36).repeat(100) },
  }));
  const answer = await fetch(`${url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ batch }),
    headers: { authorization: `Basic ${btoa(`${prepared.writeKey}:`)}` },
  }).catch(() => undefined);
  return answer?.ok === true;
}

/** Writes until there is no room left. */
function fill(path: string): void {
  const file = openSync(path, "a");
  const piece = Buffer.alloc(1_000_000, 1);
  try {
    for (let size = piece.length; size >= 1_000; ) {
      try {
        writeSync(file, piece, 0, size);
      } catch {
        size = Math.floor(size / 10);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** A small disk in memory; undefined where this process may not mount one. */
function mountDisk(): string | undefined {
  if (long.skip || process.platform !== "linux") return undefined;
  const path = mkdtempSync(join(tmpdir(), "cw-disk-"));
  const options = `size=${diskBytes},mode=755`;
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]);
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true });
    return undefined;
  }
  chmodSync(path, 0o755);
  return path;
}
