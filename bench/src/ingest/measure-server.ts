import type { TestServer } from "@causeway/platform-database/testing";
import pg from "pg";
import type { BareReady } from "./bare-process.ts";
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
  readonly ways: readonly Way[];
  readonly profile: boolean;
}

/**
 * `raw`: multi-row inserts; `raw-single`: one row and one transaction an insert, over as many connections as `singles`
 * and PostgreSQL allows;
 * `bare`: single events to an HTTP server that stores nothing.
 */
export const ways = ["raw", "batches", "singles", "raw-single", "bare"] as const;
export type Way = (typeof ways)[number];

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
/** The PostgreSQL that is measured takes 200, some of them the server's. */
const mostPeerConnections = 128;

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
  const bare = startChild("./bare-process.ts");
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const [ready, { url: bareUrl }] = await Promise.all([
      target.hear<ServerReady>(),
      bare.hear<BareReady>(),
    ]);
    const { url: databaseUrl, pid: postmaster } = server;
    const parties = { target, load, peer, bare, bareUrl, ready, databaseUrl, postmaster };
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
      for (const way of settings.ways) {
        const measured = await measure(parties, way, events, round, settings);
        if (way === "batches" || way === "singles") acknowledged += events;
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
    await Promise.all([target.stop(), load.stop(), peer.stop(), bare.stop()]);
  }
}

interface Parties {
  readonly target: Child;
  readonly load: Child;
  readonly peer: Child;
  readonly bare: Child;
  readonly bareUrl: string;
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
  const result = await (way === "raw" || way === "raw-single" ? raw : http)(
    parties,
    way,
    events,
    prefix,
    settings,
  );
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
  const job = loadJob(parties, { way, events, connections, perRequest, prefix });
  const result = await parties.load.ask<LoadResult>(
    way === "bare" ? { ...job, url: parties.bareUrl } : job,
  );
  if (result.refused > 0) throw new Error(`${result.refused} events of ${way} were refused`);
  return result;
}

function raw(
  { peer, ready, databaseUrl }: Parties,
  way: Way,
  events: number,
  prefix: string,
  settings: Settings,
): Promise<PeerResult> {
  const { peerSchema: schema, source } = ready;
  const size =
    way === "raw"
      ? { rowsPerInsert, connections: peerConnections }
      : {
          rowsPerInsert: 1,
          connections: Math.min(mostPeerConnections, settings.singleConnections),
        };
  const job: PeerJob = { databaseUrl, schema, source, prefix, seed: 1, events, ...size };
  return peer.ask<PeerResult>(job);
}

async function usage({
  target,
  bare,
  postmaster,
}: Parties): Promise<{ readonly server: number; readonly database: number }> {
  const used = await Promise.all(
    [target, bare].map((child) => child.ask<{ cpu: NodeJS.CpuUsage }>("usage")),
  );
  const microseconds = used.reduce((sum, { cpu }) => sum + cpu.user + cpu.system, 0);
  return { server: microseconds / 1e6, database: cpuSecondsOf(postmaster) };
}
