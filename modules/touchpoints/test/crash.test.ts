import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { seededRandom } from "@causeway/kernel";
import { openDatabase } from "@causeway/platform-database";
import { createDataFolder, quietPort } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { catchUpProjections, touchpointsMigrations } from "../src/index.ts";
import { seenMigrations, seenProjection } from "./seen-projection.ts";

const kills = 6;
const patience = { timeout: 60_000, interval: 10 };
const script = fileURLToPath(new URL("crash-server.ts", import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly key: string | null;
}

/** Starts the server and resolves when it listens. */
function start(folder: string, port: number): Promise<Running> {
  const child = spawn(process.execPath, [script, folder, String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    let errors = "";
    child.stderr?.on("data", (chunk) => {
      errors += chunk;
    });
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      if (!output.includes("ready")) return;
      resolve({ child, key: /key (\S+)/.exec(output)?.[1] ?? null });
    });
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${errors}`)));
  });
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

/** Sends batch after batch, each until it is acknowledged, and notes what was. */
async function send(
  url: string,
  key: string,
  name: string,
  acknowledged: string[],
  stop: AbortSignal,
) {
  for (let batch = 0; !stop.aborted; batch++) {
    const ids = Array.from({ length: 25 }, (_, index) => `${name}-${batch}-${index}`);
    const body = JSON.stringify({
      batch: ids.map((messageId) => ({
        type: "track",
        event: "Sent",
        userId: name,
        messageId,
        timestamp: "2026-11-01T00:00:00Z",
      })),
    });
    while (!(await delivered(url, key, body)) && !stop.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (!stop.aborted) acknowledged.push(...ids);
  }
}

async function delivered(url: string, key: string, body: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { authorization: `Basic ${btoa(`${key}:`)}` },
    });
    return response.ok;
  } catch {
    return false;
  }
}

it("every acknowledged event is in the log once, and seen by projections once, after kill -9 at random moments", async () => {
  const { path: folder, remove } = createDataFolder();
  const port = await quietPort();
  const random = seededRandom(5);
  const acknowledged: string[] = [];
  const stop = new AbortController();
  let child: ChildProcess | undefined;
  try {
    const first = await start(folder, port);
    child = first.child;
    const url = `http://127.0.0.1:${port}/v1/batch`;
    const clients = ["left", "right"].map((name) =>
      send(url, first.key ?? "", name, acknowledged, stop.signal),
    );
    for (let killed = 0; killed < kills; killed++) {
      const before = acknowledged.length;
      await new Promise((resolve) => setTimeout(resolve, 100 + 700 * random()));
      // On a slow machine a server lives until it has acknowledged something, so that each kill can lose something.
      await expect.poll(() => acknowledged.length, patience).toBeGreaterThan(before);
      await kill(child);
      ({ child } = await start(folder, port));
    }
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, patience).toBeGreaterThan(before);
    stop.abort();
    await Promise.all(clients);
    await kill(child);
    expect(acknowledged.length).toBeGreaterThan(100);
    const database = await openDatabase({
      dataFolder: folder,
      modules: [touchpointsMigrations, seenMigrations],
    });
    const [made] = await database.workspaces();
    if (made === undefined) throw new Error("The workspace is gone");
    const workspace = await database.workspace(made.id);
    await catchUpProjections(workspace, [seenProjection]);
    const ids = async (table: string) => {
      const { rows } = await workspace.transaction((trx) =>
        sql<{ id: string }>`select message_id as id from ${sql.table(table)} order by 1`.execute(
          trx,
        ),
      );
      return rows.map((row) => row.id);
    };
    const logged = await ids("events");
    const stored = new Set(logged);
    expect(stored.size).toBe(logged.length);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(await ids("seen")).toEqual(logged);
    await database.close();
  } finally {
    stop.abort();
    child?.kill("SIGKILL");
    remove();
  }
}, 300_000);
