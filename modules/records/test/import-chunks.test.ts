import { Readable } from "node:stream";
import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetCells } from "../src/imports/forget-cells.ts";
import { fewRows } from "../src/imports/run/key-index.ts";
import { refreshStatistics } from "../src/imports/run/refresh-statistics.ts";
import {
  type Actor,
  createImport,
  createRecords,
  getImport,
  recordsMigrations,
  runImport,
  startImport,
} from "../src/index.ts";

const actor: Actor = { kind: "user", id: "ann" };
const command = { actor, locale: "en", role: "admin", enqueue: async () => undefined } as const;
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
});

function upload(content: AsyncIterable<Uint8Array>) {
  return createImport(workspace, {
    fileName: "contacts.csv",
    content,
    actor,
    locale: "en",
    object: "contact",
  });
}

async function started(rows: readonly string[]): Promise<string> {
  const { id } = await upload(Readable.from([Buffer.from(`name,email\n${rows.join("\n")}\n`)]));
  const columns = ["name", "email"].map((name) => ({ column: name, field: name }));
  const map = { object: "contact", columns, key: ["email"], createMissing: false };
  await startImport(workspace, id, map, command);
  return id;
}

const all = async <Row>(statement: ReturnType<typeof sql<Row>>) =>
  (await workspace.transaction((trx) => statement.execute(trx))).rows;

describe("runImport() reads the next chunk while one is written", () => {
  it("and sees in it what the chunk before has made, and what was emptied meanwhile", async () => {
    const rows = Array.from({ length: 1_200 }, (_, at) => `n${at + 1},n${at + 1}@example.com`);
    rows[900] = "Renamed,n1@example.com";
    const id = await started(rows);
    let isEmptied = false;
    const watched: WorkspaceDatabase = {
      ...workspace,
      async transaction(work, options) {
        const { done } = await workspace.transaction((trx) => getImport(trx, id));
        if (options?.readOnly !== true && done >= 500 && !isEmptied) {
          isEmptied = true;
          await workspace.transaction((trx) =>
            forgetCells(trx, id, [{ number: 600, cells: ["n600", "n600@example.com"] }]),
          );
        }
        return workspace.transaction(work, options);
      },
    };
    expect(await runImport(watched, id)).toMatchObject({
      state: "done",
      done: 1_200,
      created: 1_198,
      updated: 1,
      failed: 1,
    });
    const named = sql<{ name: string; email: string }>`select name, email from record_contact
      where email in ('n1@example.com', 'n600@example.com')`;
    expect(await all(named)).toEqual([{ name: "Renamed", email: "n1@example.com" }]);
    // Those read ahead are found as the others are, and have the same history.
    const stored = sql<{ n: number; found: number; lines: number }>`
      select count(*) as n, count(*) filter (where s.text like t.title_key || chr(10) || '%') as found,
        (select count(*) from record_changes where kind = 'create' and version = 1) as lines
      from record_contact t join search_entries s on s.record_id = t.id
        and s.created_at = t.created_at where t.title_key <> 'renamed'`;
    expect(await all(stored)).toEqual([{ n: 1_197, found: 1_197, lines: 1_198 }]);
  });
});

it("runImport() has PostgreSQL look at a table that it fills, and does not fail where that fails", async () => {
  const id = await started(Array.from({ length: fewRows }, (_, at) => `n${at},n${at}@example.com`));
  const stop = new AbortController();
  let looks = 0;
  const watched: WorkspaceDatabase = {
    ...workspace,
    async alterOutsideTransaction() {
      looks++;
      stop.abort();
      throw new Error("The table is busy");
    },
  };
  const run = await runImport(watched, id, { signal: stop.signal });
  expect(looks).toBe(1);
  expect(run).toMatchObject({ state: "running", failed: 0, errors: [] });
  expect(run.done).toBeLessThan(fewRows);
});

it("createImport() leaves nothing of a file that breaks off while rows of it are stored", async () => {
  let stored = 0;
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("name\n");
    for (let at = 0; stored === 0 && at < 100; at++) {
      yield Buffer.from(Array.from({ length: 1_000 }, (_, n) => `n${at}-${n}\n`).join(""));
      stored = (await all(sql`select from import_rows`)).length;
    }
    throw new Error("The connection broke");
  }
  await expect(upload(broken())).rejects.toMatchObject({ code: "bad-input" });
  expect(stored).toBeGreaterThan(0);
  expect(await all(sql`select 1 from import_rows union all select 1 from imports`)).toEqual([]);
});

it("refreshStatistics() tells PostgreSQL of a table that has just been filled, once", async () => {
  const known = sql<{ tuples: number }>`select reltuples::int as tuples from pg_class
    where oid = to_regclass('record_contact')`;
  const records = Array.from({ length: 300 }, (_, at) => ({ values: { name: `n${at}` } }));
  await workspace.transaction((trx) => createRecords(trx, { object: "contact", records, actor }));
  expect(await all(known)).not.toEqual([{ tuples: 300 }]);
  await workspace.transaction(async (trx) => {
    // As long as an index is built on the table it is left alone, and nobody waits.
    await sql`lock table record_contact in share update exclusive mode`.execute(trx);
    await refreshStatistics(workspace, "contact");
  });
  expect(await all(known)).not.toEqual([{ tuples: 300 }]);
  await refreshStatistics(workspace, "contact");
  expect(await all(known)).toEqual([{ tuples: 300 }]);
});
