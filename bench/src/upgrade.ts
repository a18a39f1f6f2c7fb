import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { allMigrations } from "@causeway/app-server";
import { type ModuleMigrations, openDatabase } from "@causeway/platform-database";
import { type Kysely, sql } from "kysely";
import { callApi } from "./lists/call-api.ts";
import { summary } from "./lists/measure.ts";
import { openMillion } from "./lists/open-million.ts";

// A newer version starts beside one that answers requests, on a workspace of so many contacts: what each kind of
// migration costs, and what people notice of it. The data folder is the one of bench:lists, and is left as it was.
// node bench/src/upgrade.ts [--data data/bench-lists] [--contacts 1000000]

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(process.cwd(), "data", "bench-lists") },
    contacts: { type: "string", default: "1000000" },
  },
});
const million = await openMillion(values.data, {
  contacts: Number(values.contacts),
  pages: false,
  say: (line) => console.error(line),
});
const { workspace, server, key } = million;
const base = `/api/w/${workspace.id}/records`;

interface Answered {
  readonly tookMs: number;
  readonly failed: boolean;
}
let answered: Answered[] = [];
const stop = new AbortController();

/** A person who has one request after the other, and notes how long each took. */
async function beBusy(work: (turn: number) => Promise<unknown>): Promise<void> {
  for (let turn = 0; !stop.signal.aborted; turn++) {
    const startedAt = performance.now();
    const failed = await work(turn).then(
      () => false,
      () => true,
    );
    answered.push({ tookMs: performance.now() - startedAt, failed });
    await pause(20);
  }
}

const steps: readonly (readonly [what: string, statement: string])[] = [
  ["nothing to do", ""],
  ["a column", "alter table record_contact add column upgrade_a text"],
  [
    "a column with a default",
    "alter table record_contact add column upgrade_b integer not null default 7",
  ],
  ["a new table, filled", "create table upgrade_c as select id, created_at from record_contact"],
  ["an index on a large table", "create index upgrade_d on record_contact (upgrade_b, id)"],
  ["a step that fails", "select 1 / 0"],
];
const undo = [
  "drop index if exists upgrade_d",
  "drop table if exists upgrade_c",
  "alter table record_contact drop column if exists upgrade_a, drop column if exists upgrade_b",
  "delete from schema_migrations where module = 'upgrade-bench'",
];

/** The product with the first `count` steps in it. */
function newer(count: number): readonly ModuleMigrations[] {
  const workspaceSteps = steps.slice(1, count + 1).map(([, statement], index) => ({
    name: `000${index + 1}-step`,
    up: async (database: Kysely<unknown>) => {
      await sql.raw(statement).execute(database);
    },
  }));
  return [...allMigrations, { module: "upgrade-bench", workspace: workspaceSteps }];
}

async function upgrade(count: number) {
  await pause(500);
  answered = [];
  const startedAt = performance.now();
  const outcome = await openDatabase({
    dataFolder: values.data,
    modules: newer(count),
    poolSize: 2,
  }).then(
    async (database) => {
      await database.close();
      return "done";
    },
    (error: Error) => error.message,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await pause(200);
  const { p50, p95, max } = summary(answered.map(({ tookMs }) => tookMs));
  return {
    step: steps[count]?.[0],
    outcome,
    seconds: Number(seconds.toFixed(2)),
    requests: answered.length,
    failed: answered.filter(({ failed }) => failed).length,
    "p50 ms": Math.round(p50),
    "p95 ms": Math.round(p95),
    "slowest ms": Math.round(max),
  };
}

const people = [
  beBusy(() => callApi(server.url, key, `${base}/contact/query`, { limit: 50 })),
  beBusy((turn) => callApi(server.url, key, `${base}/account`, { values: { name: `U ${turn}` } })),
  beBusy(() => callApi(server.url, key, `${base}/contact/query`, { limit: 50 })),
];
try {
  const rows = [];
  for (let count = 0; count < steps.length; count++) rows.push(await upgrade(count));
  console.table(rows);
} finally {
  stop.abort();
  await Promise.all(people);
  await workspace.alter(async (trx) => {
    for (const statement of undo) await sql.raw(statement).execute(trx);
    await sql`delete from record_account where name like 'U %'`.execute(trx);
  });
  await server.close();
}
