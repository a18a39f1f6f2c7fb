import { AppError, newId, type WorkspaceId } from "@causeway/kernel";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionFromUrl, withClient } from "../src/connection.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";
import { type NoteTables, notes } from "./example-modules.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [notes] });
});
afterAll(() => test.close());

it("WorkspaceDatabase.transaction() keeps what it wrote and rolls back on an error", async () => {
  const workspace = await test.workspace();
  const write = (body: string) =>
    workspace.transaction((trx) =>
      trx
        .$extendTables<{ notes: { body: string } }>()
        .insertInto("notes")
        .values({ body })
        .execute(),
    );
  await write("kept");
  await expect(
    workspace.transaction(async (trx) => {
      await sql`insert into notes (body) values ('lost')`.execute(trx);
      throw new Error("stop");
    }),
  ).rejects.toThrow("stop");
  const found = await workspace.transaction((trx) =>
    trx.$extendTables<NoteTables>().selectFrom("notes").selectAll().execute(),
  );
  expect(found).toEqual([{ id: 1, body: "kept", day: null }]);
});

it("WorkspaceDatabase.transaction() cannot reach another workspace", async () => {
  const [one, other] = [await test.workspace(), await test.workspace()];
  const look = other.transaction((trx) =>
    sql`select * from ${sql.table(`${one.schema}.notes`)}`.execute(trx),
  );
  await expect(look).rejects.toThrow("permission denied for schema");
});

const addNote = { name: "add-note", text: "insert into notes (body) values ($1)" };

it("WorkspaceDatabase.runPrepared() writes under the workspace's role, and an error leaves nothing behind", async () => {
  const [one, other] = [await test.workspace(), await test.workspace()];
  const steps: string[] = [];
  await one.runPrepared(addNote, ["first"], { onWritten: () => steps.push("written") });
  steps.push("committed");
  expect(steps).toEqual(["written", "committed"]);
  const failing = {
    name: "fail",
    text: "insert into notes (body) select (1 / $1::int)::text",
  };
  await expect(one.runPrepared(failing, [0])).rejects.toThrow("division by zero");
  const reaching = {
    name: "reach",
    text: `insert into ${one.schema}.notes (body) values ($1)`,
  };
  await expect(other.runPrepared(reaching, ["x"])).rejects.toThrow("permission denied for schema");
  const altering = { name: "alter", text: "alter table notes add column mood2 text" };
  await expect(one.runPrepared(altering, [])).rejects.toThrow("must be owner");
  // Each workspace has its own plan under the same name, also on a connection that has just seen errors.
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : other).runPrepared(addNote, [`n${index}`]),
    ),
  );
  const bodies = (workspace: typeof one) =>
    workspace.transaction(async (trx) => {
      const found = await sql<{ body: string }>`select body from notes`.execute(trx);
      return found.rows.map(({ body }) => body).sort();
    });
  const even = Array.from({ length: 10 }, (_, index) => `n${2 * index}`);
  expect(await bodies(one)).toEqual(["first", ...even].sort());
  expect(await bodies(other)).toEqual(even.map((_, index) => `n${2 * index + 1}`).sort());
});

/** Rows of one text column in the binary format of COPY. */
function textRows(values: readonly Buffer[]): Buffer {
  const number = (value: number, bytes: 2 | 4) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeIntBE(value, 0, bytes);
    return buffer;
  };
  const head = Buffer.from("PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
  const rows = values.flatMap((value) => [number(1, 2), number(value.length, 4), value]);
  return Buffer.concat([head, ...rows, number(-1, 2)]);
}

it("WorkspaceDatabase.runPrepared() copies rows before its statement, all or nothing, and its connection stays whole", async () => {
  const [one, other] = [await test.workspace(), await test.workspace()];
  const copy = "copy notes (body) from stdin (format binary)";
  const rowsOf = (...bodies: string[]) => textRows(bodies.map((body) => Buffer.from(body)));
  const mark = {
    name: "mark",
    text: "update notes set body = body || $1 where body not like '%!'",
  };
  const bodies = async () => {
    const found = await one.transaction((trx) =>
      sql<{ body: string }>`select body from notes order by id`.execute(trx),
    );
    return found.rows.map(({ body }) => body);
  };
  const steps: string[] = [];
  // The first statement that its connection sees is refused with the rows ahead of it; the next one is not.
  const unfit = textRows([Buffer.from("fits"), Buffer.from([0xff])]);
  await expect(one.runPrepared(mark, ["!"], { rows: { copy, rows: unfit } })).rejects.toThrow(
    "invalid byte sequence",
  );
  await one.runPrepared(mark, ["!"], {
    rows: { copy, rows: rowsOf("第一", "second") },
    onWritten: () => steps.push("written"),
  });
  steps.push("committed");
  expect(steps).toEqual(["written", "committed"]);
  expect(await bodies()).toEqual(["第一!", "second!"]);
  const failing = { name: "divide", text: "select 1 / $1::int" };
  await expect(
    one.runPrepared(failing, [0], { rows: { copy, rows: rowsOf("lost") } }),
  ).rejects.toThrow("division by zero");
  const nowhere = { copy: copy.replace("notes", "nowhere"), rows: rowsOf("lost") };
  await expect(one.runPrepared(mark, ["!"], { rows: nowhere })).rejects.toThrow("does not exist");
  const foreign = { copy: copy.replace("notes", `${one.schema}.notes`), rows: rowsOf("foreign") };
  await expect(other.runPrepared(mark, ["!"], { rows: foreign })).rejects.toThrow(
    "permission denied for schema",
  );
  // Rows far larger than a socket takes at once, one after the other on few connections.
  const large = "大".repeat(300_000);
  const runs = Array.from({ length: 8 }, () =>
    one.runPrepared(mark, ["!"], { rows: { copy, rows: rowsOf(large) } }),
  );
  await Promise.all(runs);
  expect(await bodies()).toEqual(["第一!", "second!", ...runs.map(() => `${large}!`)]);
});

it("WorkspaceDatabase.runPrepared() goes on after its table has changed", async () => {
  const workspace = await test.workspace();
  for (let round = 0; round < 7; round++) await workspace.runPrepared(addNote, [`a${round}`]);
  await workspace.alter((trx) => sql`alter table notes add column more text`.execute(trx));
  for (let round = 0; round < 7; round++) await workspace.runPrepared(addNote, [`b${round}`]);
  const { rows } = await workspace.transaction((trx) => sql`select from notes`.execute(trx));
  expect(rows).toHaveLength(14);
});

it("WorkspaceDatabase.alter() changes tables, transaction() may not", async () => {
  const workspace = await test.workspace();
  const add = sql`alter table notes add column mood text`;
  await expect(workspace.transaction((trx) => add.execute(trx))).rejects.toThrow("must be owner");
  await workspace.alter((trx) => add.execute(trx));
  await workspace.transaction((trx) =>
    sql`insert into notes (body, mood) values ('a', 'b')`.execute(trx),
  );
});

it("Database.workspace() of an unknown id is not found", async () => {
  const found = test.database.workspace(newId() as WorkspaceId);
  await expect(found).rejects.toThrow(AppError);
  await expect(found).rejects.toMatchObject({ code: "not-found" });
});

it("Database.createWorkspace() and dropWorkspace() make and remove a workspace", async () => {
  const made = await test.database.createWorkspace({ name: "示例", locale: "zh", isDemo: true });
  expect(await test.database.workspaces()).toContainEqual(made);
  const { schema } = await test.database.workspace(made.id);
  await test.database.dropWorkspace(made.id);
  await withClient(connectionFromUrl(test.url), async (client) => {
    const left = await client.query(
      `select nspname as name from pg_namespace where nspname = $1
       union all select rolname from pg_roles where rolname like '%' || $1`,
      [schema],
    );
    expect(left.rows).toEqual([]);
  });
  expect(await test.database.workspaces()).not.toContainEqual(made);
  await expect(test.database.workspace(made.id)).rejects.toMatchObject({ code: "not-found" });
});

it("WorkspaceDatabase.transaction() has limits and speaks UTC; alter() does not wait long for locks", async () => {
  const workspace = await test.workspace();
  const show = (name: string) => sql<{ value: string }>`select current_setting(${name}) as value`;
  const found = await workspace.transaction(async (trx) => [
    (await show("statement_timeout").execute(trx)).rows[0]?.value,
    (await show("idle_in_transaction_session_timeout").execute(trx)).rows[0]?.value,
    (await show("lock_timeout").execute(trx)).rows[0]?.value,
    (await show("timezone").execute(trx)).rows[0]?.value,
    (await show("jit").execute(trx)).rows[0]?.value,
    (await show("random_page_cost").execute(trx)).rows[0]?.value,
  ]);
  expect(found).toEqual(["30s", "1min", "10s", "UTC", "off", "1.1"]);
  const altering = await workspace.alter((trx) => show("lock_timeout").execute(trx));
  expect(altering.rows[0]?.value).toBe("5s");
});

it("WorkspaceDatabase.alterOutsideTransaction() builds what a transaction cannot", async () => {
  const workspace = await test.workspace();
  const build = sql`create index concurrently outside on notes (id)`;
  await expect(workspace.alter((trx) => build.execute(trx))).rejects.toThrow(/transaction block/);
  await workspace.alterOutsideTransaction(build);
  const { rows } = await workspace.transaction((trx) =>
    sql`select indisvalid from pg_index where indexrelid = 'outside'::regclass`.execute(trx),
  );
  expect(rows).toEqual([{ indisvalid: true }]);
  await expect(workspace.alterOutsideTransaction(sql`select ${1}`)).rejects.toThrow(TypeError);
});

it("WorkspaceDatabase.transaction() gives bigint as number, date and numeric as text, times as Date", async () => {
  const workspace = await test.workspace();
  const read = (what: string) =>
    workspace.transaction((trx) => sql.raw(`select ${what} as value`).execute(trx));
  const value = async (what: string) => ((await read(what)).rows[0] as { value: unknown }).value;
  expect(await value("9007199254740991::bigint")).toBe(9007199254740991);
  await expect(read("9007199254740992::bigint")).rejects.toThrow("exceeds 2^53");
  expect(await value("date '2026-02-28'")).toBe("2026-02-28");
  expect(await value("1.10::numeric")).toBe("1.10");
  expect(await value("timestamptz '2026-02-28 08:00+08'")).toEqual(new Date("2026-02-28T00:00Z"));
});

it("WorkspaceDatabase says that a workspace is not there, whatever work was under way when it was removed", async () => {
  const { id } = await test.database.createWorkspace({ name: "Going", locale: "en" });
  const workspace = await test.database.workspace(id);
  const gone = { code: "not-found", message: `There is no workspace "${id}"` };
  // Begun before the removal, it reads after it.
  const underWay = workspace.transaction(async (trx) => {
    await test.database.dropWorkspace(id);
    await sql`select * from notes`.execute(trx);
  });
  await expect(underWay).rejects.toMatchObject(gone);
  const read = () => workspace.transaction((trx) => sql`select * from notes`.execute(trx));
  await expect(read()).rejects.toMatchObject(gone);
  const change = workspace.alter((trx) => sql`alter table notes add column more text`.execute(trx));
  await expect(change).rejects.toMatchObject(gone);
  const other = await test.workspace();
  const wrong = other.transaction((trx) => sql`select * from no_such_table`.execute(trx));
  await expect(wrong).rejects.toMatchObject({ code: "42P01" });
});
