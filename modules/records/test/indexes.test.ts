import { allOf, where } from "@causeway/engine-conditions";
import { auditMigrations } from "@causeway/platform-audit";
import type { Sort } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  planNodes,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  addFields,
  changeField,
  convertField,
  createRecords,
  keepIndexes,
  type ListRecordsInput,
  listRecords,
  recordsMigrations,
  startConversion,
} from "../src/index.ts";
import { wishByHand } from "../src/indexes/ask-for-index.ts";
import { describeIndexes } from "../src/indexes/describe-indexes.ts";
import { resumeIndexes } from "../src/indexes/index-queue.ts";
import { removeIndex } from "../src/indexes/remove-index.ts";
import { withinTime } from "../src/lists/within-time.ts";
import { createView } from "../src/views/views.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const viewer = { id: "user-1", role: "admin" } as const;
const now = new Date("2026-06-01T00:00:00Z");
const monthLater = new Date("2026-07-02T00:00:00Z");
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());

const executives: ListRecordsInput = {
  object: "contact",
  filter: allOf(where("rank", "equals", "executive")),
  sort: { field: "title", direction: "desc" },
  limit: 20,
};

async function withContacts(): Promise<WorkspaceDatabase> {
  const workspace = await test.workspace();
  const ranks = ["executive", "manager", "specialist", "other"];
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "contact",
      actor,
      records: Array.from({ length: 400 }, (_, index) => ({
        values: {
          name: `Contact ${index}`,
          title: index % 3 === 0 ? null : `Title ${index}`,
          rank: ranks[index % 4],
        },
      })),
    }),
  );
  await workspace.alter((trx) => sql`analyze record_contact`.execute(trx));
  return workspace;
}

const saveView = (workspace: WorkspaceDatabase) =>
  workspace.transaction((trx) =>
    createView(trx, viewer, {
      object: "contact",
      name: "高管",
      columns: ["name"],
      filter: {
        kind: "comparison",
        field: "rank",
        operator: "equals",
        operands: [{ kind: "constant", value: "executive" }],
      },
      sort: { field: "title", direction: "desc" },
      shared: false,
    }),
  );

const indexesOf = (workspace: WorkspaceDatabase) => describeIndexes(workspace);

/** Names of indexes that answer a list; on a table this small PostgreSQL has to be kept from reading all of it. */
async function usedBy(workspace: WorkspaceDatabase, list: ListRecordsInput) {
  const plans = await workspace.transaction(async (trx) => {
    await sql`set local enable_seqscan to off`.execute(trx);
    await sql`set local enable_bitmapscan to off`.execute(trx);
    return explainQueries(trx, (traced) => listRecords(traced, list));
  });
  const nodes = plans.flatMap(planNodes);
  return {
    indexes: nodes.map((node) => node["Index Name"]),
    sorts: nodes.filter((node) => node["Node Type"].includes("Sort")).length,
  };
}

it("keepIndexes() builds what a saved view reads, and the list is read in its order", async () => {
  const workspace = await withContacts();
  await saveView(workspace);
  expect(await keepIndexes(workspace, { now, smallest: 100 })).toEqual({ built: 1, dropped: 0 });
  const { indexes } = await indexesOf(workspace);
  expect(indexes).toMatchObject([
    { object: "contact", fields: ["rank"], sortedBy: "title", reason: "view", state: "ready" },
  ]);
  expect(indexes[0]?.bytes).toBeGreaterThan(0);
  const used = await usedBy(workspace, executives);
  expect(used.indexes).toContain(indexes[0]?.name);
  expect(used.sorts).toBe(0);
  expect(await keepIndexes(workspace, { now, smallest: 100 })).toEqual({ built: 0, dropped: 0 });
});

it("keepIndexes() leaves small tables alone", async () => {
  const workspace = await withContacts();
  await saveView(workspace);
  expect(await keepIndexes(workspace, { now, smallest: 1000 })).toEqual({ built: 0, dropped: 0 });
});

it("keepIndexes() keeps a view's index, and drops one that nobody uses or needs any more", async () => {
  const workspace = await withContacts();
  const view = await saveView(workspace);
  await keepIndexes(workspace, { now, smallest: 100 });
  expect((await keepIndexes(workspace, { now: monthLater, smallest: 100 })).dropped).toBe(0);
  await workspace.transaction((trx) =>
    sql`delete from list_views where id = ${view.id}`.execute(trx),
  );
  await workspace.transaction((trx) =>
    sql`update list_indexes set used_at = ${now}, scans = coalesce((select idx_scan
      from pg_stat_user_indexes where schemaname = current_schema() and indexrelname = name), 0)`.execute(
      trx,
    ),
  );
  expect((await keepIndexes(workspace, { now: monthLater, smallest: 100 })).dropped).toBe(1);
  expect((await indexesOf(workspace)).indexes).toEqual([]);
});

it("keepIndexes() makes an index anew when the options that it orders by change", async () => {
  const workspace = await withContacts();
  const content = { object: "contact", name: "职级", columns: [], filter: null, shared: true };
  await workspace.transaction((trx) =>
    createView(trx, viewer, { ...content, sort: { field: "rank", direction: "asc" } }),
  );
  await keepIndexes(workspace, { now, smallest: 100 });
  const options = ["other", "specialist", "manager", "executive"].map((value) => ({
    value,
    label: { zh: value, en: value },
  }));
  await changeField(workspace, { object: "contact", field: "rank" }, { options }, { actor });
  expect(await keepIndexes(workspace, { now, smallest: 100 })).toEqual({ built: 1, dropped: 1 });
  const { sorts } = await usedBy(workspace, {
    object: "contact",
    sort: { field: "rank", direction: "asc" },
    limit: 20,
  });
  expect(sorts).toBe(0);
});

it("keepIndexes() builds again what PostgreSQL dropped with a column that was converted", async () => {
  const workspace = await withContacts();
  const visit = { name: "visit", label: { zh: "拜访", en: "Visit" }, type: "date" } as const;
  await addFields(workspace, "contact", [visit], { actor });
  const operands = [{ kind: "constant", value: "executive" }];
  const filter = { kind: "comparison", field: "rank", operator: "equals", operands };
  const sort: Sort = { field: "visit", direction: "asc" };
  const view = { object: "contact", name: "拜访", columns: [], filter, sort, shared: true };
  await workspace.transaction((trx) => createView(trx, viewer, view));
  expect((await keepIndexes(workspace, { now, smallest: 100 })).built).toBe(1);
  const place = { object: "contact", field: "visit" };
  const id = await startConversion(workspace, place, { type: "dateTime" }, { actor });
  await convertField(workspace, id);
  const { indexes } = await indexesOf(workspace);
  expect(indexes).toMatchObject([{ fields: ["rank"], sortedBy: "visit", state: "wanted" }]);
  const jobs = { send: async () => undefined };
  const isAsked = () => workspace.transaction((trx) => resumeIndexes(trx, jobs, workspace.id));
  expect(await isAsked()).toBe(true);
  expect(await keepIndexes(workspace, { now, smallest: 100 })).toEqual({ built: 1, dropped: 0 });
  expect((await usedBy(workspace, { ...executives, sort })).indexes).toContain(indexes[0]?.name);
  expect(await isAsked()).toBe(false);
});

it("keepIndexes() repairs what a crash left half built, and removeIndex() takes it away", async () => {
  const workspace = await withContacts();
  await saveView(workspace);
  await keepIndexes(workspace, { now, smallest: 100 });
  const [index] = (await indexesOf(workspace)).indexes;
  await workspace.transaction((trx) =>
    sql`update list_indexes set state = 'building'`.execute(trx),
  );
  expect(await keepIndexes(workspace, { now, smallest: 100 })).toEqual({ built: 1, dropped: 0 });
  await removeIndex(workspace, index?.name ?? "", { actor, locale: "zh" });
  expect((await usedBy(workspace, executives)).indexes).not.toContain(index?.name);
  await expect(
    removeIndex(workspace, index?.name ?? "", { actor, locale: "zh" }),
  ).rejects.toMatchObject({ code: "not-found" });
});

it("wishByHand() has an index built however small the table, and it stays though nobody uses it", async () => {
  const workspace = await withContacts();
  const coverageOf = async (field: string) =>
    (await indexesOf(workspace)).fields.find(
      (each) => each.object === "contact" && each.field === field,
    );
  expect(await coverageOf("title")).toMatchObject({ sort: "none", filter: "none" });
  expect(await coverageOf("name")).toMatchObject({ sort: "built-in", searched: true });
  expect(await coverageOf("email")).toMatchObject({ filter: "built-in", sort: "none" });
  const wish = (field: string) =>
    workspace.transaction((trx) =>
      wishByHand(trx, { object: "contact", field, use: "sort" }, { actor, locale: "zh" }),
    );
  await wish("title");
  expect(await coverageOf("title")).toMatchObject({ sort: "wanted" });
  await keepIndexes(workspace, { now });
  expect(await coverageOf("title")).toMatchObject({ sort: "ready", filter: "none" });
  const later = new Date("2027-06-01T00:00:00Z");
  expect(await keepIndexes(workspace, { now: later })).toEqual({ built: 0, dropped: 0 });
  await expect(wish("name")).rejects.toMatchObject({ code: "conflict" });
  await expect(wish("nothing")).rejects.toMatchObject({ code: "not-found" });
});

it("resumeIndexes() asks again for what waits or was cut off, not for what has no room", async () => {
  const workspace = await withContacts();
  await saveView(workspace);
  await keepIndexes(workspace, { now, smallest: 100 });
  const asked: unknown[] = [];
  const jobs = { send: async (...[, , data]: readonly unknown[]) => void asked.push(data) };
  const resume = () => workspace.transaction((trx) => resumeIndexes(trx, jobs, workspace.id));
  expect(await resume()).toBe(false);
  const set = (state: string) =>
    workspace.transaction((trx) => sql`update list_indexes set state = ${state}`.execute(trx));
  await set("building");
  expect(await resume()).toBe(true);
  expect(asked).toEqual([{ workspace: workspace.id }]);
  await set("ready");
  // Twelve others of the same object, all in use.
  const others = Array.from({ length: 12 }, (_, at) => `other_${at}`);
  await workspace.alter(async (trx) => {
    for (const name of others) {
      await sql`create index ${sql.id(name)} on record_contact (title)`.execute(trx);
    }
  });
  await workspace.transaction((trx) =>
    sql`insert into list_indexes (name, object, kind, fields, reason, state, used_at)
      select name, 'contact', 'ordered', '{title}', 'use', 'ready', ${now}
      from unnest(${others}::text[]) as o(name)`.execute(trx),
  );
  await set("ready");
  await workspace.transaction((trx) =>
    sql`update list_indexes set state = 'wanted', reason = 'use' where name not like 'other%'`.execute(
      trx,
    ),
  );
  expect(await resume()).toBe(false);
  const { indexes } = await indexesOf(workspace);
  expect(indexes.filter(({ state }) => state === "waiting")).toHaveLength(1);
});

it("two indexes of one table that are built at the same time are both built", async () => {
  const workspace = await withContacts();
  const byHand = (field: string) =>
    workspace.transaction((trx) =>
      wishByHand(trx, { object: "contact", field, use: "sort" }, { actor, locale: "zh" }),
    );
  await byHand("title");
  await byHand("rank");
  // As two processes would: one reads only the first as wanted, the other only the second.
  const only = (field: string): WorkspaceDatabase => ({
    ...workspace,
    transaction: (work, options) =>
      workspace.transaction(async (trx) => {
        const result = await work(trx);
        if (!Array.isArray(result)) return result;
        return result.filter((row) => row.sorted_by === field) as typeof result;
      }, options),
  });
  await Promise.all(["title", "rank"].map((field) => keepIndexes(only(field), { now })));
  const { indexes } = await indexesOf(workspace);
  expect(indexes.map(({ state, error }) => ({ state, error }))).toEqual([
    { state: "ready", error: null },
    { state: "ready", error: null },
  ]);
});

it("withinTime() ends a list that takes too long and says what to do", async () => {
  const workspace = await test.workspace();
  const slow = withinTime(workspace, (trx) => sql`select pg_sleep(30)`.execute(trx), {
    locale: "zh",
    longestMs: 20,
  });
  await expect(slow).rejects.toMatchObject({
    code: "too-large",
    message: expect.stringContaining("视图"),
  });
});
