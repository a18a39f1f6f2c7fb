import { parseEvent } from "@causeway/module-touchpoints";
import pg from "pg";
import { makeEvents } from "./make-events.ts";

/** Raw inserts of the rows that the same events become, by a program that does nothing else. */
export interface PeerJob {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly source: string;
  readonly prefix: string;
  readonly seed: number;
  readonly events: number;
  readonly rowsPerInsert: number;
  readonly connections: number;
}

export interface PeerResult {
  readonly seconds: number;
  readonly rows: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuSeconds: number;
}

const columns = [
  "source_id",
  "message_id",
  "original_month",
  "type",
  "name",
  "user_id",
  "anonymous_id",
  "occurred_at",
  "received_at",
  "time_flag",
  "payload",
];

function makeStatements(job: PeerJob): readonly pg.QueryConfig[] {
  const receivedAt = new Date();
  const reception = {
    receivedAt,
    sentAt: receivedAt,
    type: null,
    context: {},
    ip: null,
    history: false,
  };
  const rows = makeEvents(job.events, { seed: job.seed, prefix: job.prefix, at: receivedAt }).map(
    (sent) => {
      const verdict = parseEvent(sent, reception);
      if (!verdict.ok) throw new Error(verdict.reason.en);
      const { event } = verdict;
      return [
        ...[job.source, event.messageId, event.originalMonth, event.type, event.name, event.userId],
        ...[event.anonymousId, event.occurredAt.toISOString(), event.receivedAt.toISOString()],
        ...[event.timeFlag, event.payload],
      ];
    },
  );
  const statements: pg.QueryConfig[] = [];
  for (let at = 0; at < rows.length; at += job.rowsPerInsert) {
    const part = rows.slice(at, at + job.rowsPerInsert);
    const values = part.map(
      (_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`)})`,
    );
    statements.push({
      // Prepared once for each size, as a careful program does.
      name: `insert-${part.length}`,
      text: `insert into ${job.schema}.events (${columns}) values ${values}`,
      values: part.flat(),
    });
  }
  return statements;
}

async function run(job: PeerJob): Promise<PeerResult> {
  const statements = makeStatements(job);
  const clients = await Promise.all(
    Array.from({ length: job.connections }, async () => {
      const client = new pg.Client({ connectionString: job.databaseUrl });
      await client.connect();
      return client;
    }),
  );
  let at = 0;
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (
        let statement = statements[at++];
        statement !== undefined;
        statement = statements[at++]
      ) {
        const sentAt = performance.now();
        await client.query(statement);
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  await Promise.all(clients.map((client) => client.end()));
  times.sort((a, b) => a - b);
  return {
    seconds,
    rows: job.events,
    p50Ms: times[Math.floor(times.length * 0.5)] ?? Number.NaN,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpuSeconds: (used.user + used.system) / 1e6,
  };
}
process.on("message", async (message) => {
  process.send?.(await run(message as PeerJob));
});
