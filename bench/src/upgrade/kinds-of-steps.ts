import { setTimeout as pause } from "node:timers/promises";
import { allMigrations } from "@causeway/app-server";
import { type ModuleMigrations, openDatabase } from "@causeway/platform-database";
import { type Kysely, sql } from "kysely";
import { callApi } from "../lists/call-api.ts";
import { openMillion } from "../lists/open-million.ts";
import { busyPeople } from "./busy-people.ts";

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

/**
 * What each kind of step of a newer version costs a workspace of so many contacts, and what people notice of it who have
 * one request after the other. The data folder is the one of bench:lists, and is left as it was.
 */
export async function kindsOfSteps(folder: string, contacts: number): Promise<void> {
  const million = await openMillion(folder, {
    contacts,
    pages: false,
    say: (line) => console.error(line),
  });
  const { workspace, server, key } = million;
  const base = `/api/w/${workspace.id}/records`;
  const list = () => callApi(server.url, key, `${base}/contact/query`, { limit: 50 });
  const create = (turn: number) =>
    callApi(server.url, key, `${base}/account`, { values: { name: `U ${turn}` } });
  const people = busyPeople({ list, create, "list again": list });
  try {
    const rows = [];
    for (let count = 0; count < steps.length; count++) {
      await pause(500);
      people.forget();
      const startedAt = performance.now();
      const outcome = await openDatabase({
        dataFolder: folder,
        modules: newer(count),
        poolSize: 2,
      }).then(
        async (database) => {
          await database.close();
          return "done";
        },
        (error: Error) => error.message,
      );
      const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(2));
      await pause(200);
      rows.push({ step: steps[count]?.[0], outcome, seconds, ...people.all() });
    }
    console.table(rows);
  } finally {
    await people.stop();
    await workspace.alter(async (trx) => {
      for (const statement of undo) await sql.raw(statement).execute(trx);
      await sql`delete from record_account where name like 'U %'`.execute(trx);
    });
    await server.close();
  }
}
