import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { allMigrations, startServer } from "@causeway/app-server";
import type { WorkspaceId } from "@causeway/kernel";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { callApi } from "../lists/call-api.ts";
import { type BusyPeople, busyPeople } from "./busy-people.ts";
import { olderVersion } from "./older-version.ts";

interface Older {
  readonly from: string;
  readonly contacts: number;
  readonly events: number;
}

interface Served {
  readonly url: string;
  readonly key: string;
  readonly workspace: string;
}

/**
 * Fills a folder with the product of a commit (kept for the next time), has that product serve a copy of it, brings the copy
 * up to date beside it, and goes on with the product of today until nothing is left to be filled in.
 */
export async function upgradeOlder(folder: string, older: Older): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const program = olderVersion(folder, older.from);
  const size = `${older.contacts}-${older.events}`;
  const kept = join(folder, `filled-${older.from}-${size}`);
  if (!existsSync(join(kept, "complete"))) {
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept, { recursive: true });
    const filling = await serve(program, kept, older);
    await stop(filling.child);
    mkdirSync(join(kept, "complete"));
  }
  const copy = join(folder, "upgraded");
  rmSync(copy, { recursive: true, force: true });
  // With its owners: PostgreSQL may be an account of its own.
  execFileSync("cp", ["-a", kept, copy]);
  const { child, served } = await serve(program, copy, older);
  const writeKey = await addSource(served);
  const rows: Record<string, unknown> = {};
  const note = (what: string, seconds: number, people: BusyPeople) => {
    for (const [kind, noticed] of Object.entries(people.each())) {
      rows[`${what}: ${kind}`] = { seconds: Number(seconds.toFixed(1)), ...noticed };
    }
  };
  const before = peopleOf(served, writeKey);
  await pause(3_000);
  note("before", 3, before);
  before.forget();
  const seconds = await bringUpToDate(copy);
  await before.stop();
  note(`${older.from} serves while all migrations run`, seconds, before);
  await stop(child);
  const server = await startServer({ dataFolder: copy, port: 0, files: null });
  const after = peopleOf({ ...served, url: server.url }, writeKey);
  const startedAt = performance.now();
  try {
    const workspace = await server.database.workspace(served.workspace as WorkspaceId);
    await untilFilledIn(workspace);
    note("the new version fills in", (performance.now() - startedAt) / 1000, after);
  } finally {
    await after.stop();
    await server.close();
  }
  console.table(rows);
}

async function bringUpToDate(dataFolder: string): Promise<number> {
  const startedAt = performance.now();
  const database = await openDatabase({ dataFolder, modules: allMigrations, poolSize: 2 });
  const seconds = (performance.now() - startedAt) / 1000;
  await database.close();
  return seconds;
}

async function serve(
  program: string,
  folder: string,
  { contacts, events }: Older,
): Promise<{ readonly child: ChildProcess; readonly served: Served }> {
  const child = spawn(
    process.execPath,
    [program, "--data", folder, "--contacts", String(contacts), "--events", String(events)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  if (child.stdout === null) throw new Error("The older version has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{")) return { child, served: JSON.parse(line) as Served };
  }
  throw new Error("The older version ended before it served");
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

async function addSource({ url, key, workspace }: Served): Promise<string> {
  const made = await callApi(url, key, `/api/w/${workspace}/sources`, { name: "site" });
  return (made as { writeKey: string }).writeKey;
}

function peopleOf({ url, key, workspace }: Served, writeKey: string): BusyPeople {
  const base = `/api/w/${workspace}/records`;
  const work = {
    list: () => callApi(url, key, `${base}/contact/query`, { limit: 50 }),
    search: (turn: number) =>
      callApi(url, key, `/api/w/${workspace}/search?q=${searched[turn % searched.length]}`),
    create: (turn: number) =>
      callApi(url, key, `${base}/contact`, {
        values: { name: `升级 ${turn}`, phone: "13800138000" },
      }),
    ingest: async (turn: number) => {
      const event = {
        type: "track",
        event: "Seen",
        userId: `u-${turn}`,
        messageId: `${url}-${turn}`,
      };
      const answer = await fetch(`${url}/v1/batch`, {
        method: "POST",
        body: JSON.stringify({ writeKey, batch: [event] }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
    },
  };
  return busyPeople(work, thinkMs);
}

/** Together they stay below what the API lets one key ask a minute. */
const thinkMs = 170;

const searched = ["%E7%8E%8B", "li", "%E5%BC%A0%E4%BC%9F"];

/** Until entries of search have their times, and the log its index. */
async function untilFilledIn(workspace: WorkspaceDatabase): Promise<void> {
  for (;;) {
    const { rows } = await workspace.transaction((trx) =>
      sql<{ left: number }>`select (
        (select count(*) from pg_attribute where attrelid = 'search_entries'::regclass
          and attname = 'created_at' and not attnotnull)
        + (select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid
          where c.relnamespace = current_schema()::regnamespace and not i.indisvalid))::int as left`.execute(
        trx,
      ),
    );
    if (rows[0]?.left === 0) return;
    await pause(500);
  }
}
