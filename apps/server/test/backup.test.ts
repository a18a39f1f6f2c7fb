import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkspaceId } from "@causeway/kernel";
import {
  addField,
  convertField,
  createImport,
  createObject,
  createRecords,
  helpList,
  keepIndexes,
  readBoard,
  runImport,
  startConversion,
  startImport,
  updateRecord,
} from "@causeway/module-records";
import { catchUpProjections, createSource, resetProjection } from "@causeway/module-touchpoints";
import {
  backupDatabase,
  type Database,
  openDatabase,
  restoreDatabase,
  type WorkspaceDatabase,
} from "@causeway/platform-database";
import {
  type Contents,
  createDataFolder,
  onTestServer,
  readContents,
} from "@causeway/platform-database/testing";
import { startRun } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allMigrations, joinModules, type RunningServer, startServer } from "../src/index.ts";
import {
  Browser,
  becomeOwner,
  foundWorkspace,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

const patience = 240_000;
const secret = "the same in every test: not a secret";
const modules = allMigrations;
const actor = { kind: "user", id: "backup" } as const;
const label = { zh: "标签", en: "Label" };
/** What a text format for copies must bring through. */
const oddTexts = [
  "制表\t换行\n反斜杠\\N \\.",
  "\\.",
  "",
  " ",
  "🚀 'single' \"double\" $1",
  "a,b;c|d",
];

let test: TestServer;
let workspaceId: string;
let writeKey: string;
let folder: ReturnType<typeof createDataFolder>;
let files: string;
const place = () => ({ dataFolder: folder.path, secret });
const source = () => ({ url: test.databaseUrl, dataFolder: test.dataFolder, secret });
const file = (name: string) => join(files, `${name}.backup`);

beforeAll(async () => {
  test = await startTestServer();
  folder = createDataFolder();
  files = mkdtempSync(join(tmpdir(), "cw-backup-"));
});
afterAll(async () => {
  await test.close();
  folder.remove();
  rmSync(files, { recursive: true, force: true });
});

async function rowsOf<Row>(workspace: WorkspaceDatabase, text: string): Promise<readonly Row[]> {
  return (await workspace.transaction((trx) => sql.raw<Row>(text).execute(trx))).rows;
}

async function send(url: string, name: string, count: number): Promise<void> {
  const batch = Array.from({ length: count }, (_, index) => ({
    type: "page",
    messageId: `${name}-${index}`,
    userId: `${name}${index % 7}@example.cn`,
    timestamp: "2026-11-01T00:00:00Z",
    properties: { path: "/pricing", title: oddTexts[index % oddTexts.length] },
  }));
  const answer = await fetch(`${url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ batch }),
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` },
  });
  expect(answer.status).toBe(200);
}

const behind = `select count(*)::int as behind from projections p
  where exists (select 1 from events where (tx_id, id) > (p.tx_id, p.event_id))`;

async function untilProjected(workspace: WorkspaceDatabase): Promise<void> {
  const waiting = async () => (await rowsOf<{ behind: number }>(workspace, behind))[0]?.behind;
  await expect.poll(waiting, { timeout: 120_000, interval: 100 }).toBe(0);
}

const board = { object: "deal", totalField: "amount", limit: 1 };

/** Deals whose totals PostgreSQL keeps for their board. */
async function keepTotals(workspace: WorkspaceDatabase): Promise<void> {
  // As PostgreSQL estimates the rows of a large table.
  await onTestServer(
    test.databaseUrl,
    `update pg_class set reltuples = 30000 where oid = '${workspace.schema}.record_deal'::regclass`,
  );
  await workspace.transaction(async (trx) => {
    const accounts = [{ values: { name: "合计" } }];
    const [account] = await createRecords(trx, { object: "account", actor, records: accounts });
    const records = [100, 250.5, null].map((amount, at) => ({
      values: { name: `totalled ${at}`, account: account?.id, stage: "won", amount },
    }));
    await createRecords(trx, { object: "deal", actor, records });
    const jobs = { send: async () => undefined };
    await helpList(trx, { jobs, workspace: workspace.id }, { ...board, isBoard: true }, "use");
  });
  expect((await keepIndexes(workspace, { now: new Date() })).built).toBe(1);
}

/** What the kept totals say of a board, and what its deals do. */
async function wonBothWays(workspace: WorkspaceDatabase) {
  const [noted] = await rowsOf<object>(
    workspace,
    `select sum(records)::int as count, sum(total)::float8 as total from board_totals where value = 'won'`,
  );
  const { columns } = await workspace.transaction((trx) => readBoard(trx, board));
  const [counted] = await rowsOf<object>(
    workspace,
    `select count(*)::int as count, sum(amount)::float8 as total from record_deal
     where stage = 'won' and deleted_at is null`,
  );
  const { count, total } = columns.find(({ value }) => value === "won") ?? {};
  return { noted, read: { count, total }, counted };
}

/** Records of a custom object, an import, events, and messages and runs in every state. */
async function fill(server: RunningServer, workspace: WorkspaceDatabase): Promise<void> {
  await createObject(workspace, { name: "clinic", label, pluralLabel: label }, { actor });
  await addField(
    workspace,
    "clinic",
    { name: "code", label, type: "text", unique: true },
    { actor },
  );
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "clinic",
      actor,
      records: oddTexts.map((text, index) => ({
        values: { name: `${text}诊所`, code: `c${index}` },
      })),
    }),
  );
  const content = new Response("name,website\n启衡智能,https://qiheng.example\n").body;
  const draft = await createImport(workspace, {
    fileName: "accounts.csv",
    content: content as never,
    actor,
    locale: "zh",
    object: "account",
  });
  if (draft.proposal === null) throw new Error("The draft has no proposal");
  const command = { actor, locale: "zh", role: "admin", enqueue: async () => undefined } as const;
  await startImport(workspace, draft.id, draft.proposal, command);
  await runImport(workspace, draft.id);
  await keepTotals(workspace);
  // The log's transaction ids are far above those of a fresh server.
  await onTestServer(
    test.databaseUrl,
    "do $$ begin for i in 1..50000 loop perform pg_current_xact_id(); commit; end loop; end $$",
  );
  writeKey = (await createSource(workspace, { name: "Site" })).writeKey;
  for (const name of ["a", "b", "c"]) await send(server.url, name, 40);
  await untilProjected(workspace);
  await workspace.transaction(async (trx) => {
    await startRun(trx, { kind: "test", idempotencyKey: "open", input: {} });
    for (const state of ["pending", "sending", "sent", "failed", "uncertain", "cancelled"]) {
      await sql`insert into outbox (id, channel, recipient, idempotency_key, payload, state, attempt_until,
          next_attempt_at, created_at, changed_at)
        values (gen_random_uuid(), 'mail', 'li@example.com', ${state}, '{}', ${state},
          case when ${state} = 'sending' then now() + interval '1 day' end,
          now() + interval '1 day', now(), now())`.execute(trx);
    }
  });
}

const age = { object: "clinic", field: "age" } as const;

/** A field that is half way to another type, as if the process had ended there: all filled, one value written since. */
async function beginConversion(workspace: WorkspaceDatabase): Promise<void> {
  await addField(workspace, "clinic", { name: age.field, label, type: "text" }, { actor });
  const ages = ["3", "many", "5"];
  const [first] = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "clinic",
      actor,
      records: ages.map((value) => ({ values: { name: `age ${value}`, age: value } })),
    }),
  );
  const id = await startConversion(workspace, age, { type: "number" }, { actor });
  await convertField(workspace, id, AbortSignal.abort());
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "clinic", id: first?.id ?? "", values: { age: "4" }, actor }),
  );
}

/** Without what a restore decides, which is looked at by itself. */
function comparable({ tables, definitions }: Contents) {
  const decided = /\.(restores|outbox|log_offset)$|^shared\.installation$/;
  return {
    tables: Object.fromEntries(Object.entries(tables).filter(([name]) => !decided.test(name))),
    definitions: definitions.filter((line) => !/^column \| \w+ \| events\w* \| tx_id/.test(line)),
  };
}

it(
  "restoreDatabase() gives back every table, every row and every rule of a server's database in a data folder",
  async () => {
    const owner = await becomeOwner(test.server);
    workspaceId = await foundWorkspace(owner, "启衡");
    await foundWorkspace(owner, "第二个");
    const workspace = await test.server.database.workspace(workspaceId as WorkspaceId);
    await fill(test.server, workspace);
    await test.server.close();
    await withDatabase(source(), async (database) =>
      beginConversion(await database.workspace(workspaceId as WorkspaceId)),
    );
    const written = await backupDatabase({ ...source(), path: file("first") });
    expect(written).toMatchObject({ key: "environment" });
    const restored = await restoreDatabase({ ...place(), path: file("first"), modules });
    expect(restored).toMatchObject({ key: "same", rows: written.rows, tables: written.tables });
    const [before, after] = [await readContents(source()), await readContents(place())];
    expect(Object.keys(before.tables).length).toBeGreaterThan(100);
    expect(before.tables[`w_${workspaceId.replaceAll("-", "").slice(-16)}.events_2026_11`]).toMatch(
      /^120 /,
    );
    expect(comparable(after)).toEqual(comparable(before));
  },
  patience,
);

it(
  "a restored server goes on: events count once, projections equal a rebuild, nothing is sent twice",
  async () => {
    const server = await startServer({ ...place(), port: 0, files: null });
    try {
      const workspace = await server.database.workspace(workspaceId as WorkspaceId);
      const browser = new Browser(server.url);
      const signedIn = await browser.post("/api/auth/sign-in/email", {
        email: "fang@example.com",
        password: "correct horse",
      });
      expect(signedIn.status).toBe(204);

      // The conversion that the backup was taken in goes on by itself, with what was written after it began.
      const conversions = () => rowsOf<object>(workspace, "select state from field_conversions");
      await expect.poll(conversions, { timeout: 60_000 }).toEqual([{ state: "done" }]);
      expect(
        await rowsOf<object>(
          workspace,
          "select name, age from record_clinic where name like 'age %' order by name",
        ),
      ).toEqual([
        { name: "age 3", age: 4 },
        { name: "age 5", age: 5 },
        { name: "age many", age: null },
      ]);
      // Totals of a board are those of the backup, and follow what is written from now on.
      const won = { count: 3, total: 350.5 };
      expect(await wonBothWays(workspace)).toEqual({ noted: won, read: won, counted: won });
      await workspace.transaction((trx) =>
        sql`update record_deal set amount = 49.5 where name = 'totalled 2'`.execute(trx),
      );
      const more = { count: 3, total: 400 };
      expect(await wonBothWays(workspace)).toEqual({ noted: more, read: more, counted: more });
      await send(server.url, "a", 40);
      await send(server.url, "after", 30);
      await untilProjected(workspace);
      const [counts] = await rowsOf<object>(
        workspace,
        `select (select count(*)::int from events) as events, (select count(*)::int from touchpoints) as touchpoints,
        (select count(*)::int from event_profiles) as profiled, (select min(applied)::int from projections) as applied,
        (select count(*)::int from log_offset where value > 0) as moved,
        (select min(id) from events where message_id like 'after%') > (select max(id) from events where message_id not like 'after%') as later`,
      );
      expect(counts).toEqual({
        events: 150,
        touchpoints: 150,
        profiled: 150,
        applied: 150,
        moved: 1,
        later: true,
      });
      const projected = async () =>
        Object.entries((await readContents(place())).tables).filter(([name]) =>
          /\.(profiles|identifiers|event_profiles|touchpoint.*|profile_.*|page_stays)$/.test(name),
        );
      const grown = await projected();
      await resetProjection(workspace, server.product.projections, "identity");
      await catchUpProjections(workspace, server.product.projections);
      expect(await projected()).toEqual(grown);

      const states = await rowsOf<{ key: string; state: string }>(
        workspace,
        "select idempotency_key as key, state from outbox order by 1",
      );
      expect(Object.fromEntries(states.map(({ key, state }) => [key, state]))).toEqual({
        cancelled: "cancelled",
        failed: "failed",
        pending: "uncertain",
        sending: "uncertain",
        sent: "sent",
        uncertain: "uncertain",
      });
      expect(await enqueueFor(server, workspace, "open")).toBe("uncertain");
      expect(await enqueueFor(server, workspace, "new")).toBe("pending");
    } finally {
      await server.close();
    }
  },
  patience,
);

/** The state of a message that a run of this key sends now; it is taken back, so that no worker sees it. */
async function enqueueFor(
  { product }: RunningServer,
  workspace: WorkspaceDatabase,
  idempotencyKey: string,
): Promise<string | undefined> {
  let state: string | undefined;
  const undo = new Error("undo");
  await workspace
    .transaction(async (trx) => {
      const { run } = await startRun(trx, { kind: "test", idempotencyKey, input: {} });
      const message = { channel: "mail", recipient: "li@example.com", payload: {} };
      const { id } = await product.outbox.enqueue(trx, workspace.id, {
        ...message,
        runId: run.id,
        idempotencyKey: `of ${idempotencyKey}`,
      });
      const { rows } = await sql<{
        state: string;
      }>`select state from outbox where id = ${id}`.execute(trx);
      state = rows[0]?.state;
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return state;
}

it(
  "backupDatabase() of a running server shows one moment, and restores into a database on another server",
  async () => {
    const server = await startServer({ ...place(), port: 0, files: null });
    const workspace = await server.database.workspace(workspaceId as WorkspaceId);
    const stop = new AbortController();
    let pairs = 0;
    const writing = (async () => {
      for (; !stop.signal.aborted; pairs++) {
        await send(server.url, `busy${pairs}-`, 5);
        // Both records of a pair are made in one transaction: one without the other would be two moments.
        await workspace.transaction(async (trx) => {
          for (const object of ["account", "lead"]) {
            const values = { name: `pair ${pairs}` };
            await createRecords(trx, { object, actor, records: [{ values }] });
          }
        });
      }
    })();
    await using target = await emptyDatabase();
    try {
      await expect.poll(() => pairs, { timeout: 120_000 }).toBeGreaterThan(3);
      await backupDatabase({ ...place(), path: file("running") });
      const during = pairs;
      await expect.poll(() => pairs, { timeout: 120_000 }).toBeGreaterThan(during);
    } finally {
      stop.abort();
      await writing;
      await server.close();
    }
    await restoreDatabase({ ...target.place, path: file("running"), modules });
    await withDatabase(target.place, async (database) => {
      const restored = await database.workspace(workspaceId as WorkspaceId);
      const [counts] = await rowsOf<{ accounts: number; leads: number; events: number }>(
        restored,
        `select (select count(*)::int from record_account where name like 'pair %') as accounts,
        (select count(*)::int from record_lead where name like 'pair %') as leads,
        (select count(*)::int from events where message_id like 'busy%') as events`,
      );
      expect(counts?.accounts).toBeGreaterThan(0);
      expect(counts?.leads).toBe(counts?.accounts);
      expect((counts?.events ?? 0) % 5).toBe(0);
      const product = await joinModules({
        database,
        publicUrl: "http://localhost",
        log: { error: () => undefined, warn: () => undefined },
        works: false,
      });
      await product.jobs.start();
      await catchUpProjections(restored, product.projections);
      const [seen] = await rowsOf<object>(
        restored,
        "select (select count(*) from touchpoints) = (select count(*) from events) as same",
      );
      expect(seen).toEqual({ same: true });
      await product.jobs.stop();
      await product.close();
    });
  },
  patience,
);

it(
  "restoreDatabase() gives back a data folder table by table in a server's database, under roles of its own",
  async () => {
    await using target = await emptyDatabase();
    await backupDatabase({ ...place(), path: file("folder") });
    const elsewhere = { url: target.place.url, dataFolder: join(files, "elsewhere") };
    const restored = await restoreDatabase({ ...elsewhere, path: file("folder"), modules });
    expect(restored).toMatchObject({ key: "different", hadKey: false });
    const [before, after] = [await readContents(place()), await readContents(target.place)];
    const withoutHolds = ({ tables, definitions }: Contents) => ({
      definitions,
      tables: Object.fromEntries(
        Object.entries(tables).filter(
          ([name]) => !name.endsWith(".restores") && name !== "shared.installation",
        ),
      ),
    });
    expect(withoutHolds(after)).toEqual(withoutHolds(before));
    // A second time there is something: nothing is written over it.
    await expect(
      restoreDatabase({ ...target.place, path: file("folder"), modules }),
    ).rejects.toMatchObject({ code: "conflict" });
  },
  patience,
);

async function withDatabase<T>(
  where: { readonly url: string; readonly dataFolder: string; readonly secret: string },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ ...where, modules, poolSize: 6 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A database of its own on the test server; it goes, with the roles made for it, at the end of the block. */
async function emptyDatabase() {
  const name = `restored_${randomBytes(4).toString("hex")}`;
  const address = new URL(test.databaseUrl);
  await onTestServer(test.databaseUrl, `create database ${name}`);
  address.pathname = `/${name}`;
  return {
    place: { url: address.href, dataFolder: folder.path, secret },
    async [Symbol.asyncDispose]() {
      const found = await onTestServer(address.href, "select id from shared.installation");
      await onTestServer(test.databaseUrl, `drop database ${name} with (force)`);
      const id = found[0]?.["id"];
      const roles = await onTestServer(
        test.databaseUrl,
        `select quote_ident(rolname) as name from pg_roles where starts_with(rolname, 'causeway_${id}_')`,
      );
      for (const role of roles) await onTestServer(test.databaseUrl, `drop role ${role["name"]}`);
    },
  };
}
