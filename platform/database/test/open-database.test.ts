import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionFromUrl, withClient } from "../src/connection.ts";
import {
  type DatabaseConfig,
  type Migration,
  type ModuleMigrations,
  openDatabase,
} from "../src/index.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";
import { currentTestRun } from "../src/testing/test-run.ts";
import { notes as example } from "./example-modules.ts";

// Modules of their own have roles of their own: this file changes the password of its login role, which the copies of
// one template share.
const notes: ModuleMigrations = { ...example, module: "opened" };
const nothing: ModuleMigrations = { module: "opened-empty" };
let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cw-open-"));
  test = await createTestDatabase({ modules: [notes] });
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

const secret = "a secret for the tests of this file";
const open = (options: Partial<DatabaseConfig> & Pick<DatabaseConfig, "modules">) =>
  openDatabase({ url: test.url, dataFolder: folder, poolSize: 2, secret, ...options });
const asAdmin = (statement: string) =>
  withClient(connectionFromUrl(test.url), (client) => client.query(statement));
const step = (name: string, statement: string): Migration => ({
  name,
  up: async (database) => {
    await sql.raw(statement).execute(database);
  },
});
const extend = (...steps: readonly Migration[]): readonly ModuleMigrations[] => [
  { ...notes, workspace: [...(notes.workspace ?? []), ...steps] },
];
const columns = async (name: string) =>
  (
    await asAdmin(
      `select 1 from information_schema.columns where table_name = 'notes' and column_name = '${name}'`,
    )
  ).rowCount;

it("openDatabase() migrates every workspace, once, when several processes start together", async () => {
  const modules = extend(step("0002-mood", "alter table notes add column mood text"));
  const databases = await Promise.all([1, 2, 3, 4].map(() => open({ modules })));
  expect(await columns("mood")).toBe(3);
  await Promise.all(databases.map((database) => database.close()));
});

it("openDatabase() gives the login role of an earlier version what has been added, and leaves what was chosen", async () => {
  const [workspace] = await test.database.workspaces();
  if (!workspace) throw new Error("workspaces are prepared");
  const { rows } = await (await test.database.workspace(workspace.id)).transaction((trx) =>
    sql<{ user: string }>`select session_user as user`.execute(trx),
  );
  const user = rows[0]?.user;
  const settings = async () => {
    const { rows } = await asAdmin(`select rolconfig from pg_roles where rolname = '${user}'`);
    return new Set<string>(rows[0]?.rolconfig);
  };
  await asAdmin(`alter role "${user}" reset jit`);
  await asAdmin(`alter role "${user}" set random_page_cost = '2'`);
  expect(await settings()).not.toContain("jit=off");
  const modules = extend(step("0002-mood", "alter table notes add column mood text"));
  await (await open({ modules })).close();
  expect(await settings()).toContain("jit=off");
  expect(await settings()).toContain("random_page_cost=2");
});

it("openDatabase() leaves everything as it was when a migration fails", async () => {
  const before = extend(step("0002-mood", "alter table notes add column mood text"));
  const broken = extend(
    ...(before[0]?.workspace?.slice(1) ?? []),
    step("0003-tone", "alter table notes add column tone text"),
    { name: "0004-fault", up: () => Promise.reject(new Error("the fault")) },
  );
  await expect(open({ modules: broken })).rejects.toThrow(
    'Migration "opened/0004-fault" failed: the fault',
  );
  expect(await columns("tone")).toBe(0);
  const database = await open({ modules: before });
  const [workspace] = await database.workspaces();
  if (!workspace) throw new Error("workspaces are prepared");
  const opened = await database.workspace(workspace.id);
  await opened.transaction((trx) =>
    sql`insert into notes (body, mood) values ('a', 'b')`.execute(trx),
  );
  await database.close();
});

it("openDatabase() refuses data of a newer version", async () => {
  await expect(open({ modules: [notes] })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("newer version"),
  });
});

it("openDatabase() gives the login role a new password when the secret has changed", async () => {
  const modules = extend(step("0002-mood", "alter table notes add column mood text"));
  const database = await open({ modules, secret: "another secret than before" });
  expect(await database.workspaces()).toHaveLength(3);
  await database.close();
  await (await open({ modules })).close();
});

it("openDatabase() names the rights that a user lacks, and is content with them", async () => {
  // Named like everything of this run, so that a server that was lent to it is given back clean.
  const limited = `limited${randomBytes(3).toString("hex")}`;
  const installation = `t${currentTestRun().id}${limited}`;
  const name = `causeway_${installation}`;
  await asAdmin(`create role ${name} login password 'limited'`);
  const database = connectionFromUrl(test.url).database.replace(/.{8}$/, limited);
  await asAdmin(`create database ${database} template template0`);
  const address = new URL(test.url);
  address.username = name;
  address.password = "limited";
  address.pathname = `/${database}`;
  const attempt = () => open({ modules: [notes], url: address.href, installation });
  await expect(attempt()).rejects.toMatchObject({
    code: "forbidden",
    message: `The user "${name}" lacks the right to make roles (CREATEROLE) and the right to make schemas (CREATE on database "${database}"). A superuser can give it: ALTER ROLE "${name}" CREATEROLE; GRANT CREATE ON DATABASE "${database}" TO "${name}";`,
  });
  await asAdmin(`alter role ${name} createrole`);
  await asAdmin(`grant create on database ${database} to ${name}`);
  const opened = await attempt();
  const made = await opened.createWorkspace({ name: "x", locale: "en" });
  const workspace = await opened.workspace(made.id);
  await workspace.transaction((trx) => sql`insert into notes (body) values ('a')`.execute(trx));
  await workspace.alter((trx) => sql`alter table notes add column mood text`.execute(trx));
  await opened.dropWorkspace(made.id);
  await opened.close();
  await asAdmin(`drop database ${database} with (force)`);
});

it("openDatabase() says in one sentence why a server cannot be reached", async () => {
  const address = new URL(test.url);
  address.pathname = "/nowhere";
  await expect(open({ modules: [], url: address.href })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(
      /^Cannot reach the PostgreSQL database "nowhere" at .*does not exist/,
    ),
  });
  await expect(open({ modules: [], url: "mysql://localhost" })).rejects.toMatchObject({
    code: "bad-input",
  });
});

it("openDatabase() makes its roles again on a server that does not have them", async () => {
  const fresh = await createTestDatabase({ modules: [notes] });
  const workspace = await fresh.workspace();
  // What a restored dump looks like: the owner's tables are there, one workspace's role is not.
  await withClient(connectionFromUrl(fresh.url), async (client) => {
    await client.query(`update shared.workspaces set schema_name = 'w_restored'
      where schema_name = '${workspace.schema}'`);
    await client.query(`alter schema ${workspace.schema} rename to w_restored`);
  });
  const database = await open({ modules: [notes], url: fresh.url });
  const again = await database.workspace(workspace.id);
  await again.transaction((trx) => sql`insert into notes (body) values ('a')`.execute(trx));
  await database.close();
  await fresh.close();
});

it("openDatabase() keeps a key file that only its owner can read when there is no secret", async () => {
  const home = mkdtempSync(join(folder, "key-"));
  const fresh = await createTestDatabase({ modules: [nothing] });
  const database = await openDatabase({ url: fresh.url, dataFolder: home, modules: [nothing] });
  const sealed = database.secrets.seal("password of the mail server", "channel:smtp");
  await database.close();
  expect(readdirSync(home)).toEqual(["secret.key"]);
  expect(statSync(join(home, "secret.key")).mode & 0o777).toBe(0o600);
  expect(sealed).not.toContain(readFileSync(join(home, "secret.key"), "utf8").trim());
  const again = await openDatabase({ url: fresh.url, dataFolder: home, modules: [nothing] });
  expect(again.secrets.open(sealed, "channel:smtp")).toBe("password of the mail server");
  await again.close();
  await fresh.close();
});
