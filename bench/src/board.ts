import { parseArgs } from "node:util";
import { startTestServer } from "@causeway/platform-database/testing";
import { measureBoard } from "./board/measure-board.ts";

// A board of all deals counted and with totals that PostgreSQL keeps, and what keeping them costs those who write: edits of
// one deal and an import in chunks, without and with, in turns. fsync on.
// node bench/src/board.ts [--deals 200000] [--rows 100000] [--rounds 4]

const { values } = parseArgs({
  options: {
    deals: { type: "string", default: "200000" },
    rows: { type: "string", default: "100000" },
    rounds: { type: "string", default: "4" },
  },
});

const server = await startTestServer({ durable: true });
try {
  const { reads, writes } = await measureBoard(server, {
    deals: Number(values.deals),
    rows: Number(values.rows),
    rounds: Number(values.rounds),
    say: (line) => console.error(line),
  });
  console.log(`a board of ${values.deals} deals`);
  console.table(reads);
  console.log(
    `writes: ${values.rows} rows in chunks of 500, and single edits; ${values.rounds} turns`,
  );
  console.table(writes);
} finally {
  await server.stop();
}
