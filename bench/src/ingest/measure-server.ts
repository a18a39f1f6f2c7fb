import type { TestServer } from "@causeway/platform-database/testing";
import pg from "pg";
import { type Child, startChild } from "./child.ts";
import { cpuSecondsOf } from "./cpu-seconds-of.ts";
import type { LoadJob, LoadResult } from "./load-process.ts";
import type { PeerJob, PeerResult } from "./peer-process.ts";
import type { ServerKind, ServerReady } from "./server-process.ts";

export interface Settings {
  readonly rounds: number;
  readonly eventsPerBatch: number;
  readonly batchConnections: number;
  readonly singleConnections: number;
  readonly events: number;
  readonly profile: boolean;
}

export type Way = "batches" | "singles" | "raw";

export interface Measurement {
  readonly way: Way;
  readonly round: number;
  readonly eventsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU microseconds per event of each party. */
  readonly generatorCpu: number;
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export interface Measured {
  readonly version: string;
  readonly fsync: string;
  readonly measurements: readonly Measurement[];
  /** Events acknowledged over HTTP, and rows of the log at the end: they must be equal. */
  readonly acknowledged: number;
  readonly stored: number;
}

const warmUpEvents = 6_000;
/** More rows a statement gain nothing here; fewer cost more round trips. */
const rowsPerInsert = 1_000;
const peerConnections = 2;

/** Measures raw inserts, batches and single events in turns, so that a noisy moment hits all of them alike. */
export async function measureServer(
  server: TestServer,
  kind: ServerKind,
  settings: Settings,
): Promise<Measured> {
  const args = settings.profile ? ["--cpu-prof", "--cpu-prof-dir=profiles"] : [];
  const target = startChild("./server-process.ts", [kind, server.url], args);
  const load = startChild("./load-process.ts");
  const peer = startChild("./peer-process.ts");
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const ready = await target.hear<ServerReady>();
    const parties = { target, load, peer, ready, databaseUrl: server.url, postmaster: server.pid };
    await load.ask(
      loadJob(
        parties,
        { way: "singles", events: 1, connections: 1, perRequest: 1, prefix: "peer" },
        ready.peerKey,
      ),
    );
    const measurements: Measurement[] = [];
    let acknowledged = 0;
    for (let round = 0; round <= settings.rounds; round++) {
      const events = round === 0 ? warmUpEvents : settings.events;
      for (const way of ["raw", "batches", "singles"] as const) {
        const measured = await measure(parties, way, events, round, settings);
        if (way !== "raw") acknowledged += events;
        if (round > 0) measurements.push(measured);
        await client.query("checkpoint");
      }
    }
    const facts = await client.query(
      `select current_setting('server_version') as version, current_setting('fsync') as fsync,
        (select count(*)::int from ${ready.schema}.events) as stored`,
    );
    return { ...facts.rows[0], measurements, acknowledged };
  } finally {
    await client.end();
    await Promise.all([target.stop(), load.stop(), peer.stop()]);
  }
}

interface Parties {
  readonly target: Child;
  readonly load: Child;
  readonly peer: Child;
  readonly ready: ServerReady;
  readonly databaseUrl: string;
  readonly postmaster: number | undefined;
}

interface Load {
  readonly way: Way;
  readonly events: number;
  readonly connections: number;
  readonly perRequest: number;
  readonly prefix: string;
}

function loadJob({ ready }: Parties, load: Load, writeKey = ready.writeKey): LoadJob {
  const { events, connections, perRequest, prefix } = load;
  return { url: ready.url, writeKey, prefix, seed: 1, events, perRequest, connections };
}

async function measure(
  parties: Parties,
  way: Way,
  events: number,
  round: number,
  settings: Settings,
): Promise<Measurement> {
  const prefix = `${way}${round}`;
  const before = await usage(parties);
  const result =
    way === "raw"
      ? await raw(parties, events, prefix)
      : await http(parties, way, events, prefix, settings);
  const after = await usage(parties);
  const each = (seconds: number) => (seconds * 1e6) / events;
  return {
    way,
    round,
    eventsPerSecond: events / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    generatorCpu: each(result.cpuSeconds),
    serverCpu: each(after.server - before.server),
    databaseCpu: each(after.database - before.database),
  };
}

async function http(
  parties: Parties,
  way: Way,
  events: number,
  prefix: string,
  settings: Settings,
): Promise<LoadResult> {
  const perRequest = way === "batches" ? settings.eventsPerBatch : 1;
  const connections = way === "batches" ? settings.batchConnections : settings.singleConnections;
  const result = await parties.load.ask<LoadResult>(
    loadJob(parties, { way, events, connections, perRequest, prefix }),
  );
  if (result.refused > 0) throw new Error(`${result.refused} events of ${way} were refused`);
  return result;
}

function raw(
  { peer, ready, databaseUrl }: Parties,
  events: number,
  prefix: string,
): Promise<PeerResult> {
  const { peerSchema: schema, source } = ready;
  const job: PeerJob = {
    databaseUrl,
    schema,
    source,
    prefix,
    seed: 1,
    events,
    rowsPerInsert,
    connections: peerConnections,
  };
  return peer.ask<PeerResult>(job);
}

async function usage({
  target,
  postmaster,
}: Parties): Promise<{ readonly server: number; readonly database: number }> {
  const { cpu } = await target.ask<{ cpu: NodeJS.CpuUsage }>("usage");
  return { server: (cpu.user + cpu.system) / 1e6, database: cpuSecondsOf(postmaster) };
}
