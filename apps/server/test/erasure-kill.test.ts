import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@causeway/kernel";
import { createSource } from "@causeway/module-touchpoints";
import type { Erasure, Erasures } from "@causeway/platform-contract";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import { createDataFolder } from "@causeway/platform-database/testing";
import { expect, it } from "vitest";
import { allMigrations } from "../src/index.ts";
import { inNewWorkspace } from "./crash/in-new-workspace.ts";
import { type ServerProcess, serverProcess } from "./crash/server-process.ts";
import { rowsOf, untilIdle, verifyRebuild } from "./crash/verify.ts";
import { findWords } from "./erasure/find-words.ts";
import {
  type Client,
  type CrowdPerson,
  eventsOfPerson,
  mentionsOfPerson,
  patientClient,
  plantOf,
} from "./erasure/planted-crowd.ts";

const { CAUSEWAY_LONG_TESTS, CAUSEWAY_KILLS, CAUSEWAY_SEED } = process.env;
const kills = Number(CAUSEWAY_KILLS ?? 40);
const people = Math.max(4, Math.ceil(kills * 0.8));
/** Planted like the others, and never erased. */
const staying = 2;
const kinds = ["server", "database", "both"] as const;
type Kind = (typeof kinds)[number];
const patience = { timeout: 600_000, interval: 500 };

it.skipIf(CAUSEWAY_LONG_TESTS !== "1")(
  `runErasure() killed ${kills} times: each ends by itself with one certificate that counts all, nothing of the person left, nobody else touched, live equal to a replay`,
  { timeout: 3_600_000 },
  async () => {
    const folder = createDataFolder();
    const random = seededRandom(Number(CAUSEWAY_SEED ?? 5));
    const keys = await inNewWorkspace(folder.path, async (workspace, apiKey) => {
      const { writeKey } = await createSource(workspace, { name: "Site", history: true });
      return { workspace: workspace.id, apiKey, writeKey };
    });
    const server = await serverProcess(folder.path);
    const scene = {
      dataFolder: folder.path,
      keys,
      server,
      client: patientClient(server.url, keys),
    };
    try {
      await server.start();
      const crowd: CrowdPerson[] = [];
      for (let n = 0; n < people + staying; n++) crowd.push(await plantOf(scene.client, n));
      await inWorkspace(scene, untilIdle);
      const erased = crowd.slice(0, people);
      const rest = crowd.slice(people);
      const before = await Promise.all(rest.map((person) => copyOf(scene.client, person)));
      const begun = new Set<string>();
      const work = eraseAll(scene.client, erased, begun);
      const known = new Set<string>();
      const cut = await killWithin(scene, { begun, known }, random);
      await work;
      await expect.poll(() => openOnes(scene.client), patience).toEqual([]);
      await inWorkspace(scene, untilIdle);
      const found = await verifyCertificates(scene, known);
      expect(await Promise.all(rest.map((person) => copyOf(scene.client, person)))).toEqual(before);
      await server.kill();
      expect(server.faults).toEqual([]);
      expect(server.output.join("")).toContain("replays\n");
      const tokens = erased.flatMap((person) => person.tokens);
      const place = { dataFolder: folder.path, errors: server.output };
      expect(await findWords(place, tokens)).toEqual([]);
      await verifyRebuild(folder.path, keys);
      expect(await findWords(place, tokens)).toEqual([]);
      process.stdout.write(`${people} erasures; ${cut}; mended by the last look: ${found}\n`);
    } finally {
      await server.kill();
      folder.remove();
    }
  },
);

interface Scene {
  readonly dataFolder: string;
  readonly keys: { readonly workspace: string };
  readonly server: ServerProcess;
  readonly client: Client;
}

/** Kills while an erasure runs; after each, whatever was promised is still there to be seen. Says how often it killed what. */
async function killWithin(
  { server, client, keys }: Scene,
  { begun, known }: { readonly begun: ReadonlySet<string>; readonly known: Set<string> },
  random: () => number,
): Promise<string> {
  const counts = { server: 0, database: 0, both: 0 };
  for (let killed = 0; killed < kills && (await untilOneRuns(client, begun)); killed++) {
    await pause(700 * random());
    counts[await killOne(server, kinds[killed < 3 ? killed : Math.floor(random() * 3)])]++;
    const listed = (await erasuresOf(client)).map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining([...begun]));
    if (killed % 4 !== 1) continue;
    // Who is asked for during a replay is known by their records only, at first.
    if (killed === 1) for (const id of begun) known.add(id);
    server.replay(keys.workspace);
  }
  return `kills within one: server ${counts.server}, database ${counts.database}, both ${counts.both}`;
}

async function killOne(server: ServerProcess, wanted: Kind = "server"): Promise<Kind> {
  const isDatabaseHit = wanted !== "server" && server.signalDatabase("SIGKILL");
  const kind = isDatabaseHit ? wanted : "server";
  if (kind !== "database") {
    await server.kill();
    await server.start();
  }
  return kind;
}

/** False when all have been asked for and are done. */
async function untilOneRuns(client: Client, begun: ReadonlySet<string>): Promise<boolean> {
  for (;;) {
    const states = (await erasuresOf(client)).map(({ state }) => state);
    if (states.includes("running")) return true;
    if (begun.size === people && states.every((state) => state === "done")) return false;
    await pause(20);
  }
}

/** One certificate for each person, which counts everything; returns what the last looks still had to mend. */
async function verifyCertificates(scene: Scene, known: ReadonlySet<string>): Promise<number> {
  const done = await erasuresOf(scene.client);
  expect(done).toHaveLength(people);
  for (const { id, counts } of done) {
    const { deleted = 0 } = counts["events"] ?? {};
    expect(deleted).toBeGreaterThanOrEqual(eventsOfPerson + 1);
    if (known.has(id)) {
      expect(counts["events"]).toEqual({ deleted: eventsOfPerson + 1, changed: mentionsOfPerson });
    }
    expect({ id, ...counts }).toMatchObject({
      record_contact: { deleted: 1 },
      record_lead: { deleted: 1 },
      record_note: { deleted: 1 },
      record_task: { deleted: 1 },
      record_deal: { changed: 1 },
    });
  }
  await inWorkspace(scene, async (workspace) => {
    const certificates = await rowsOf<{ count: number }>(
      workspace,
      "select count(*)::int as count from audit_log where action = 'privacy.erased' group by subject",
    );
    expect(certificates).toEqual(Array.from({ length: people }, () => ({ count: 1 })));
  });
  return done.reduce((sum, erasure) => sum + (erasure.found ?? 0), 0);
}

async function inWorkspace(
  { dataFolder, keys }: Scene,
  work: (workspace: WorkspaceDatabase) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ dataFolder, modules: allMigrations, poolSize: 4 });
  try {
    await work(await database.workspace(keys.workspace as never));
  } finally {
    await database.close();
  }
}

/** Asks for one erasure after another; a client whose answer was lost asks again. Each is followed by late arrivals. */
async function eraseAll(
  client: Client,
  people: readonly CrowdPerson[],
  begun: Set<string>,
): Promise<void> {
  for (const person of people) {
    const body = { object: "contact", id: person.contact, basis: "request" };
    const asked = await client.ask<Erasure>("POST", "/privacy/erasures", body).catch(isGone);
    if (asked !== null) begun.add(asked.id);
    for (const run of [1, 2]) await client.send(person.late(run));
  }
}

/** The answer was lost, and by the time of the second question the person was. */
function isGone(error: unknown): null {
  if ((error as { status?: number }).status === 404) return null;
  throw error;
}

async function erasuresOf(client: Client): Promise<readonly Erasure[]> {
  return (await client.ask<Erasures>("GET", "/privacy/erasures?limit=200")).erasures;
}

async function openOnes(client: Client): Promise<readonly string[]> {
  const found = await erasuresOf(client);
  return found.flatMap(({ id, state }) => (state === "done" ? [] : [`${id} ${state}`]));
}

/** Everything that is stored of somebody, whatever the order in which a replay wrote it. */
async function copyOf(client: Client, { contact }: CrowdPerson): Promise<unknown> {
  const { data } = await client.ask<{ data: Readonly<Record<string, readonly unknown[]>> }>(
    "GET",
    `/privacy/people/contact/${contact}/export`,
  );
  const tables = Object.entries(data).map(([table, rows]) => [
    table,
    rows.map((row) => JSON.stringify(row)).sort(),
  ]);
  // Each copy is written down, too.
  return { ...Object.fromEntries(tables), audit_log: [] };
}
