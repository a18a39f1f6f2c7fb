import { where } from "@causeway/engine-conditions";
import { auditMigrations } from "@causeway/platform-audit";
import type { NewField } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  onTestServer,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  addFields,
  createRecord,
  createRecords,
  listRecords,
  recordsMigrations,
  removeField,
} from "../src/index.ts";
import { describeIndexes } from "../src/indexes/describe-indexes.ts";
import { resumeIndexes } from "../src/indexes/index-queue.ts";
import { buildFieldIndexes, lateFields } from "../src/metadata/late-field-indexes.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const label = { zh: "编号", en: "Code" };
const added: readonly NewField[] = [
  { name: "code", label, type: "text", unique: true },
  { name: "power", label, type: "number" },
  { name: "mail", label, type: "email" },
  { name: "remark", label, type: "longText" },
];
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());

/** Fields on a table that counts as large. */
async function withLateFields(): Promise<WorkspaceDatabase> {
  const workspace = await test.workspace();
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor,
      records: ["a", "b", "c"].map((name) => ({ values: { name } })),
    }),
  );
  expect(await lateOf(workspace)).toEqual([]);
  await addFields(workspace, "account", added, { actor }, { largeFrom: 0 });
  return workspace;
}

const lateOf = async (workspace: WorkspaceDatabase) =>
  (await workspace.transaction(lateFields)).map(({ object, field }) => `${object}.${field.name}`);

const write = (workspace: WorkspaceDatabase, values: Record<string, string | number>) =>
  workspace.transaction((trx) =>
    createRecord(trx, { object: "account", values: { name: "x", ...values }, actor, locale: "zh" }),
  );

const namesBy = async (workspace: WorkspaceDatabase, power: number) => {
  const { records } = await workspace.transaction((trx) =>
    listRecords(trx, {
      object: "account",
      filter: where("power", "greater", power),
      sort: { field: "power", direction: "desc" },
      limit: 5,
    }),
  );
  return records.map(({ title }) => title);
};

it("buildFieldIndexes() gives new fields of a large table their indexes, and the table is never without its promises", async () => {
  const workspace = await withLateFields();
  expect(await lateOf(workspace)).toEqual(["account.code", "account.power", "account.mail"]);
  // Lists work before, only slower; the pages say that an index is on its way.
  await write(workspace, { name: "weak", power: 3 });
  await write(workspace, { name: "strong", power: 7 });
  expect(await namesBy(workspace, 1)).toEqual(["strong", "weak"]);
  const coverageOf = async (name: string) =>
    (await describeIndexes(workspace)).fields.find(
      ({ object, field }) => object === "account" && field === name,
    );
  expect(await coverageOf("power")).toMatchObject({ sort: "wanted", filter: "wanted" });
  expect(await coverageOf("mail")).toMatchObject({ sort: "none", filter: "wanted" });
  // What must be there once only is not taken in before it can be told.
  await expect(write(workspace, { code: "C1" })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("编号"),
    issues: [{ path: "values.code" }],
  });
  expect(await buildFieldIndexes(workspace)).toBe(3);
  expect(await lateOf(workspace)).toEqual([]);
  expect(await coverageOf("power")).toMatchObject({ sort: "built-in", filter: "built-in" });
  expect(await namesBy(workspace, 5)).toEqual(["strong"]);
  await write(workspace, { code: "C1" });
  await expect(write(workspace, { code: "C1" })).rejects.toMatchObject({ code: "conflict" });
  expect(await buildFieldIndexes(workspace)).toBe(0);
});

it("buildFieldIndexes() goes on after a crash in the middle of an index, with two workers at once, and for fields that go", async () => {
  const workspace = await withLateFields();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // An index waits for whoever writes to its table; there its session is killed.
  const writing = workspace.transaction(async (trx) => {
    await createRecord(trx, { object: "account", values: { name: "open" }, actor });
    await released;
  });
  const crashed = buildFieldIndexes(workspace);
  crashed.catch(() => undefined);
  const killed = () =>
    onTestServer(
      test.url,
      `select pg_terminate_backend(a.pid, 60000) from pg_stat_progress_create_index p
        join pg_stat_activity a using (pid)
        where a.datname = current_database() and p.phase like 'waiting for writers%'`,
    );
  await expect.poll(killed, { timeout: 30_000 }).toHaveLength(1);
  await expect(crashed).rejects.toThrow();
  const invalid = await workspace.transaction((trx) =>
    sql<{ name: string }>`select indexrelid::regclass::text as name from pg_index
      where indrelid = 'record_account'::regclass and not indisvalid`.execute(trx),
  );
  expect(invalid.rows).toEqual([{ name: "key_account_code" }]);
  release();
  await writing;
  // The work is asked for again when a server starts, and every minute.
  const asked: unknown[] = [];
  const jobs = { send: async (...[, , data]: readonly unknown[]) => void asked.push(data) };
  await workspace.transaction((trx) => resumeIndexes(trx, jobs, workspace.id));
  expect(asked).toEqual([{ workspace: workspace.id }]);
  await expect(write(workspace, { code: "C1" })).rejects.toMatchObject({ code: "unavailable" });
  await removeField(workspace, { object: "account", field: "mail" }, { actor });
  await Promise.all([buildFieldIndexes(workspace), buildFieldIndexes(workspace)]);
  expect(await lateOf(workspace)).toEqual([]);
  await write(workspace, { code: "C1" });
  await expect(write(workspace, { code: "C1" })).rejects.toMatchObject({ code: "conflict" });
  expect(await workspace.transaction((trx) => resumeIndexes(trx, jobs, workspace.id))).toBe(false);
});
