import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionFromUrl, withClient } from "../src/connection.ts";
import { openPools } from "../src/pools.ts";
import { roleNames } from "../src/roles.ts";
import {
  assertIsolated,
  assertSharedTablesNamed,
  createTestDatabase,
  type TestDatabase,
} from "../src/testing/index.ts";
import { notes } from "./example-modules.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [notes] });
});
afterAll(() => test.close());

const asAdmin = (statement: string) =>
  withClient(connectionFromUrl(test.url), (client) => client.query(statement));

async function schemas(): Promise<readonly string[]> {
  const found = await asAdmin("select schema_name from shared.workspaces order by id");
  return found.rows.map((row) => row.schema_name);
}

it("assertIsolated() sees every table of every workspace and finds no fault", async () => {
  // Three prepared workspaces with the journal, the notes and their sequence.
  expect(await assertIsolated(test)).toBe(9);
});

it("assertIsolated() names a table that another workspace was given", async () => {
  const [one, other] = await schemas();
  const role = (await asAdmin("select id from shared.installation")).rows[0].id;
  const grantee = `causeway_${role}_${other}`;
  await asAdmin(`grant select on ${one}.notes to ${grantee}`);
  await expect(assertIsolated(test)).rejects.toThrow(`${grantee} reaches ${one}.notes`);
  await asAdmin(`revoke select on ${one}.notes from ${grantee}`);
});

it("assertIsolated() names a shared table without forced row-level security", async () => {
  await asAdmin("alter table shared.stamps no force row level security");
  await expect(assertIsolated(test)).rejects.toThrow("shared.stamps lacks forced");
  await asAdmin("alter table shared.stamps force row level security");
});

it("assertSharedTablesNamed() names a shared table that nobody wrote down", async () => {
  await expect(assertSharedTablesNamed(test)).rejects.toThrow(
    /^shared.stamps is not named in shared-tables.ts$/,
  );
  const plain = await createTestDatabase({ modules: [] });
  await assertSharedTablesNamed(plain);
  await plain.close();
});

it("the login role has no right of its own: a query without SET ROLE is an error", async () => {
  const found = await asAdmin("select id from shared.installation");
  const roles = roleNames(found.rows[0].id);
  const [schema] = await schemas();
  const admin = connectionFromUrl(test.url);
  const secret = test.database.secrets.derive(`database-login:${found.rows[0].id}`);
  const login = { ...admin, user: roles.login, password: secret };
  const pools = openPools(admin, login, roles, 1);
  for (const query of [
    `select * from ${schema}.notes`,
    "select * from shared.workspaces",
    "create table shared.extra ()",
    "create schema extra",
    "create table public.extra ()",
    "create role extra",
    `set role ${roles.owner}`,
  ]) {
    await expect(pools.login.query(query), query).rejects.toMatchObject({ code: "42501" });
  }
  await pools.close();
});

it("the login role is neither superuser nor owner and inherits nothing", async () => {
  const found = await asAdmin(
    `select rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
       (select count(*) from pg_class where relowner = r.oid) as owned
     from pg_roles r where rolname like 'causeway\\_%\\_login'
       and rolname like '%' || (select id from shared.installation) || '%'`,
  );
  expect(found.rows).toEqual([
    {
      rolsuper: false,
      rolinherit: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      rolreplication: false,
      owned: 0,
    },
  ]);
});

it("a workspace reads its migrations but cannot write them", async () => {
  const workspace = await test.workspace();
  const run = (statement: string) =>
    workspace.transaction((trx) => sql.raw(statement).execute(trx));
  expect((await run("select name from schema_migrations")).rows).toEqual([{ name: "0001-notes" }]);
  await expect(run("delete from schema_migrations")).rejects.toMatchObject({ code: "42501" });
});

it("Database.shared() shows and takes the rows of its scope only", async () => {
  const [one, two] = (await test.database.workspaces()).map((workspace) => workspace.id);
  if (!one || !two) throw new Error("two workspaces are prepared");
  const stamp = (workspace: string, user: string) =>
    test.database.shared(
      (trx) => sql`insert into stamps values (${workspace}, ${user}, 'x')`.execute(trx),
      { kind: "workspace", workspace: one },
    );
  await stamp(one, "anna");
  await expect(stamp(two, "anna")).rejects.toThrow("row-level security");
  const count = async (scope?: Parameters<typeof test.database.shared>[1]) => {
    const found = await test.database.shared(
      (trx) => sql<{ n: number }>`select count(*) as n from stamps`.execute(trx),
      scope,
    );
    return found.rows[0]?.n;
  };
  expect(await count()).toBe(0);
  expect(await count({ kind: "workspace", workspace: one })).toBe(1);
  expect(await count({ kind: "workspace", workspace: two })).toBe(0);
  expect(await count({ kind: "user", user: "anna" })).toBe(1);
  expect(await count({ kind: "user", user: "bert" })).toBe(0);
  expect(await count({ kind: "installation", why: "test" })).toBe(1);
  expect(await count()).toBe(0);
});
