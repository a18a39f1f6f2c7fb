import { parseArgs } from "node:util";
import { findSecondServer, startTestServer } from "@causeway/platform-database/testing";
import { measureImports } from "./imports/measure-imports.ts";

// A file of contacts with references to accounts and with rows that repeat a key, imported as new records; then the same
// people with other values, as updates; then both taken back. fsync on; one process does all the work.
// node bench/src/imports.ts [--rows 1000000] [--servers embedded] [--json]

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    servers: { type: "string", default: "embedded" },
    json: { type: "boolean", default: false },
  },
});

for (const name of values.servers.split(",")) {
  const second = name === "second" ? findSecondServer() : undefined;
  if (name === "second" && (second === undefined || "url" in second)) {
    console.error("skipped: no programs of a second PostgreSQL (15 or newer) were found");
    continue;
  }
  const server = await startTestServer({
    durable: true,
    ...(second && !("url" in second) && { binaries: second }),
  });
  try {
    const lines = await measureImports(server, Number(values.rows));
    if (values.json)
      console.log(JSON.stringify({ server: name, rows: Number(values.rows), lines }));
    else {
      console.log(`\n${name} PostgreSQL, ${values.rows} rows`);
      console.table(lines);
    }
  } finally {
    await server.stop();
  }
}
