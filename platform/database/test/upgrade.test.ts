import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { connectionFromUrl, withClient } from "../src/connection.ts";
import { type ModuleMigrations, openDatabase, type WorkspaceDatabase } from "../src/index.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";
import { notes } from "./example-modules.ts";

/** The old program runs on; new ones, with a step more, come beside it. */
let old: TestDatabase;
let workspace: WorkspaceDatabase;
// A module of its own has roles of its own: other files of the run change the password of theirs.
const diary: ModuleMigrations = { ...notes, module: "diary" };
beforeAll(async () => {
  old = await createTestDatabase({ modules: [diary] });
  workspace = await old.workspace();
});
afterAll(() => old.close());

const secret = "the same in every test: not a secret";
const asAdmin = async (statement: string) =>
  (await withClient(connectionFromUrl(old.url), (client) => client.query(statement))).rows;
const write = () =>
  workspace.transaction((trx) => sql`insert into notes (body) values ('old')`.execute(trx));
const read = () =>
  workspace.transaction((trx) => sql`select count(*)::int as count from notes`.execute(trx));

function openNewer(...statements: readonly string[]) {
  const steps = statements.map((statement, index) => ({
    name: `000${index + 2}-step`,
    up: async (database: Kysely<unknown>) => {
      await sql.raw(statement).execute(database);
    },
  }));
  const module: ModuleMigrations = { ...diary, workspace: [...(diary.workspace ?? []), ...steps] };
  return openDatabase({ url: old.url, dataFolder: "", secret, modules: [module], poolSize: 2 });
}

it("a migration that fails half way leaves the old program reading and writing, and able to start", async () => {
  await write();
  const newer = openNewer("alter table notes drop column body", "select 1 / 0");
  await expect(newer).rejects.toMatchObject({
    code: "internal",
    message: 'Migration "diary/0003-step" failed: division by zero',
  });
  await write();
  expect((await read()).rows).toEqual([{ count: 2 }]);
  await (await openNewer()).close();
});

it("a migration that waits for a table in use lets requests through, and is done when the table is free", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const longReader = workspace.transaction(async (trx) => {
    await sql`select * from notes`.execute(trx);
    begin();
    await held;
  });
  await begun;
  onTestFinished(() => release());
  const newer = openNewer("alter table notes add column late text");
  const waiting = () =>
    asAdmin(
      `select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())`,
    );
  await expect.poll(waiting).toHaveLength(1);
  // It stands behind the waiting change, and before the end of the reader that the change waits for.
  await read();
  release();
  await longReader;
  await (await newer).close();
  await write();
  expect(
    await asAdmin("select 1 from information_schema.columns where column_name = 'late'"),
  ).toHaveLength(3);
});
