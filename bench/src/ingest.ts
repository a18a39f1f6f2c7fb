import { parseArgs } from "node:util";
import { findSecondServer, startTestServer } from "@causeway/platform-database/testing";
import { measureServer, ways } from "./ingest/measure-server.ts";
import { printMeasurements } from "./ingest/print-measurements.ts";

// Acknowledged events per second over HTTP beside raw multi-row inserts of the same rows into the same tables of the
// same PostgreSQL (fsync on), in turns; a table for each server.
// node bench/src/ingest.ts [--servers embedded,second] [--kinds door,product] [--rounds 3] [--batch 100] [--connections 16]
//   [--singles 512] [--events 60000] [--ways raw,batches,singles,raw-single,bare] [--profile] [--json]

const { values } = parseArgs({
  options: {
    servers: { type: "string", default: "embedded,second" },
    kinds: { type: "string", default: "door,product" },
    rounds: { type: "string", default: "3" },
    batch: { type: "string", default: "100" },
    connections: { type: "string", default: "16" },
    singles: { type: "string", default: "512" },
    events: { type: "string", default: "60000" },
    ways: { type: "string", default: ways.join() },
    profile: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const settings = {
  rounds: Number(values.rounds),
  eventsPerBatch: Number(values.batch),
  batchConnections: Number(values.connections),
  singleConnections: Number(values.singles),
  events: Number(values.events),
  ways: ways.filter((way) => values.ways.split(",").includes(way)),
  profile: values.profile,
};

for (const name of values.servers.split(",")) {
  const second = name === "second" ? findSecondServer() : undefined;
  if (name === "second" && (second === undefined || "url" in second)) {
    console.error("skipped: no programs of a second PostgreSQL (15 or newer) were found");
    continue;
  }
  for (const kind of values.kinds.split(",")) {
    const server = await startTestServer({
      durable: true,
      ...(second && !("url" in second) && { binaries: second }),
    });
    try {
      const measured = await measureServer(server, kind === "door" ? "door" : "product", settings);
      if (values.json) console.log(JSON.stringify({ server: name, kind, settings, ...measured }));
      else printMeasurements(`${name} PostgreSQL ${measured.version}, ${kind}`, measured);
    } finally {
      await server.stop();
    }
  }
}
