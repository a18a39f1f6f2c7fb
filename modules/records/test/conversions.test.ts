import { Readable } from "node:stream";
import { where } from "@causeway/engine-conditions";
import { auditMigrations } from "@causeway/platform-audit";
import type { NewField } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  addField,
  convertField,
  createImport,
  createRecord,
  createRecords,
  listRecords,
  onFieldUses,
  readSchema,
  recordHistory,
  recordsMigrations,
  removeField,
  runImport,
  startConversion,
  startImport,
  updateRecord,
} from "../src/index.ts";
import { withinTime } from "../src/lists/within-time.ts";
import { cancelConversion } from "../src/metadata/conversion/cancel-conversion.ts";
import { resumeConversions } from "../src/metadata/conversion/conversions-queue.ts";
import { listConversions } from "../src/metadata/conversion/list-conversions.ts";
import { previewConversion } from "../src/metadata/conversion/preview-conversion.ts";
import { createView } from "../src/views/views.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const place = { object: "account", field: "power" };
const label = { zh: "功率", en: "Power" };
const field: NewField = { name: "power", label, type: "text" };
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());

async function withPower(powers: readonly (string | null)[], added = field) {
  const workspace = await test.workspace();
  await addField(workspace, "account", added, { actor });
  const stored = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor,
      records: powers.map((power, index) => ({ values: { name: `Account ${index}`, power } })),
    }),
  );
  return { workspace, ids: stored.map(({ id }) => id) };
}

const powersOf = async (workspace: WorkspaceDatabase) => {
  const { records } = await workspace.transaction((trx) =>
    listRecords(trx, { object: "account", sort: { field: "name", direction: "asc" }, limit: 50 }),
  );
  return Object.fromEntries(records.map(({ title, values }) => [title, values["power"]]));
};

const typeOf = async (workspace: WorkspaceDatabase) => {
  const { objects } = await workspace.transaction(readSchema);
  const account = objects.find(({ name }) => name === "account");
  return account?.fields.find(({ name }) => name === "power")?.type;
};

it("convertField() gives a field another type; what the new type cannot hold stays in the history", async () => {
  const { workspace, ids } = await withPower(["6,000", "12 kW", null, "8000"]);
  const target = { type: "number" } as const;
  const preview = await workspace.transaction((trx) => previewConversion(trx, place, target, "zh"));
  expect(preview).toEqual({ checked: 3, kept: 2, lost: 1, samples: ["12 kW"] });
  const id = await startConversion(workspace, place, target, { actor });
  // People go on working with the field as it was, and what they write counts.
  await workspace.transaction(async (trx) => {
    const values = { power: "9000" };
    await updateRecord(trx, { object: "account", id: ids[3] ?? "", values, actor });
    await createRecord(trx, { object: "account", values: { name: "Late", power: "77" }, actor });
  });
  expect(await typeOf(workspace)).toBe("text");
  await convertField(workspace, id);
  expect(await typeOf(workspace)).toBe("number");
  expect(await powersOf(workspace)).toEqual({
    "Account 0": 6000,
    "Account 1": null,
    "Account 2": null,
    "Account 3": 9000,
    Late: 77,
  });
  const history = await workspace.transaction((trx) =>
    recordHistory(trx, { object: "account", id: ids[1] ?? "" }),
  );
  expect(history[0]).toMatchObject({ actor, changes: { power: { from: "12 kW", to: null } } });
  const { conversions } = await workspace.transaction(listConversions);
  expect(conversions).toMatchObject([{ state: "done", filled: 5, lost: 1, type: "number" }]);
  // The field is an ordinary one of its type: written, filtered, sorted, converted again.
  await workspace.transaction(async (trx) => {
    await updateRecord(trx, { object: "account", id: ids[2] ?? "", values: { power: 5 }, actor });
    const { records } = await listRecords(trx, {
      object: "account",
      filter: where("power", "less", 100),
      sort: { field: "power", direction: "asc" },
      limit: 5,
    });
    expect(records.map(({ values }) => values["power"])).toEqual([5, 77]);
  });
  const back = await startConversion(workspace, place, { type: "text" }, { actor });
  await convertField(workspace, back);
  expect((await powersOf(workspace))["Account 0"]).toBe("6000");
});

/** Columns, triggers, functions and rows that a conversion needs only while it lasts. */
async function traces(workspace: WorkspaceDatabase) {
  const { rows } = await workspace.transaction((trx) =>
    sql`select attname as name from pg_attribute where attrelid = 'record_account'::regclass
        and attname like '~%' and not attisdropped
      union all select tgname from pg_trigger
        where tgrelid = 'record_account'::regclass and not tgisinternal
      union all select proname from pg_proc where pronamespace = current_schema()::regnamespace
      union all select field from field_conversion_notes
      union all select conversion_id::text from field_conversion_losses`.execute(trx),
  );
  return rows;
}

/** Conversions that are asked for again. */
async function resumed(workspace: WorkspaceDatabase) {
  const asked: unknown[] = [];
  const jobs = { send: async (...[, , data]: readonly unknown[]) => void asked.push(data) };
  await workspace.transaction((trx) => resumeConversions(trx, jobs, workspace.id));
  return asked;
}

it("convertField() goes on where it was interrupted, and leaves nothing behind", async () => {
  const { workspace } = await withPower(["1", "2", "3"]);
  const id = await startConversion(workspace, place, { type: "number" }, { actor });
  await convertField(workspace, id, AbortSignal.abort());
  expect(await typeOf(workspace)).toBe("text");
  expect(await resumed(workspace)).toEqual([{ workspace: workspace.id, conversion: id }]);
  await convertField(workspace, id);
  expect(await powersOf(workspace)).toEqual({ "Account 0": 1, "Account 1": 2, "Account 2": 3 });
  expect(await traces(workspace)).toEqual([]);
  expect(await resumed(workspace)).toEqual([]);
});

it("convertField() writes what was lost also when the process ended right after the swap", async () => {
  const { workspace, ids } = await withPower(["5", "many"]);
  const id = await startConversion(workspace, place, { type: "number" }, { actor });
  let isOver = false;
  const dying: WorkspaceDatabase = {
    ...workspace,
    transaction: (work, options) =>
      isOver ? Promise.reject(new Error("ended")) : workspace.transaction(work, options),
    async alter(work) {
      const result = await workspace.alter(work);
      isOver = true;
      return result;
    },
  };
  await expect(convertField(dying, id)).rejects.toThrow("ended");
  expect(await typeOf(workspace)).toBe("number");
  expect(await resumed(workspace)).toEqual([{ workspace: workspace.id, conversion: id }]);
  await convertField(workspace, id);
  const history = await workspace.transaction((trx) =>
    recordHistory(trx, { object: "account", id: ids[1] ?? "" }),
  );
  expect(history[0]).toMatchObject({ changes: { power: { from: "many", to: null } } });
  expect(await resumed(workspace)).toEqual([]);
});

it("cancelConversion() leaves the field as it was, and can be asked for at any moment before the end", async () => {
  const { workspace } = await withPower(["1", "many"]);
  const id = await startConversion(workspace, place, { type: "number" }, { actor });
  // All is filled, nothing swapped yet.
  await convertField(workspace, id, AbortSignal.abort());
  const cancel = () =>
    workspace.transaction((trx) => cancelConversion(trx, id, { actor, locale: "zh" }));
  await cancel();
  expect(await resumed(workspace)).toEqual([{ workspace: workspace.id, conversion: id }]);
  await convertField(workspace, id);
  const { conversions } = await workspace.transaction(listConversions);
  expect(conversions).toMatchObject([{ state: "cancelled", filled: 2, rows: 2, error: null }]);
  expect(await typeOf(workspace)).toBe("text");
  expect(await traces(workspace)).toEqual([]);
  await expect(cancel()).rejects.toMatchObject({ code: "conflict" });
  const again = await startConversion(workspace, place, { type: "number" }, { actor });
  await convertField(workspace, again);
  expect(await typeOf(workspace)).toBe("number");
});

it("convertField() comes to one end also where a worker that was taken for dead is still at work", async () => {
  const powers = Array.from({ length: 3000 }, (_, index) => String(index));
  const { workspace } = await withPower(powers);
  const id = await startConversion(workspace, place, { type: "number" }, { actor });
  await Promise.all([1, 2].map(() => convertField(workspace, id)));
  const { conversions } = await workspace.transaction(listConversions);
  expect(conversions).toMatchObject([{ state: "done", filled: 3000, lost: 0, error: null }]);
  const { rows } = await workspace.transaction((trx) =>
    sql`select count(*)::int as n, sum(power)::int as total from record_account`.execute(trx),
  );
  expect(rows).toEqual([{ n: 3000, total: (3000 * 2999) / 2 }]);
  expect(await traces(workspace)).toEqual([]);
});

it("convertField() waits for an index or a vacuum of its table without keeping anybody out", async () => {
  const { workspace, ids } = await withPower(["是"]);
  const id = await startConversion(workspace, place, { type: "boolean" }, { actor });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hold = () => {};
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const upkeep = workspace.alter(async (trx) => {
    await sql`lock table record_account in share update exclusive mode`.execute(trx);
    hold();
    await released;
  });
  await held;
  const converting = convertField(workspace, id);
  const waiting = async () => {
    const { rows } = await workspace.transaction((trx) =>
      sql<{ mode: string }>`select mode from pg_locks
        where relation = 'record_account'::regclass and not granted`.execute(trx),
    );
    return rows.map(({ mode }) => mode);
  };
  await expect.poll(waiting, { timeout: 30_000 }).toEqual(["ShareUpdateExclusiveLock"]);
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "account", id: ids[0] ?? "", values: { power: "否" }, actor }),
  );
  release();
  await upkeep;
  await converting;
  expect(await powersOf(workspace)).toEqual({ "Account 0": false });
});

it("convertField() leaves a unique field as it was where two values would become one", async () => {
  const { workspace } = await withPower(["1", "1.0"], { ...field, unique: true });
  const id = await startConversion(workspace, place, { type: "number" }, { actor });
  await convertField(workspace, id);
  expect(await typeOf(workspace)).toBe("text");
  expect(await powersOf(workspace)).toEqual({ "Account 0": "1", "Account 1": "1.0" });
  const { conversions } = await workspace.transaction(listConversions);
  expect(conversions).toMatchObject([
    { state: "failed", error: { en: expect.stringContaining("unique") } },
  ]);
});

it.each([
  [{ object: "account", field: "size" }, { type: "text" }],
  [place, { type: "text" }],
  [place, { type: "reference" }],
  [place, { type: "select" }],
] as const)("startConversion() refuses %j to %j", async (where, target) => {
  const { workspace } = await withPower(["1"]);
  await expect(startConversion(workspace, where, target, { actor })).rejects.toMatchObject({
    code: "bad-input",
  });
});

it("removeField() takes a field away at once, but not one that a view needs", async () => {
  const { workspace, ids } = await withPower(["1"]);
  const content = { object: "account", name: "强力", columns: ["name", "power"], shared: true };
  const viewer = { id: "user-1", role: "admin" } as const;
  await workspace.transaction((trx) =>
    createView(trx, viewer, {
      ...content,
      filter: null,
      sort: { field: "power", direction: "asc" },
    }),
  );
  await expect(removeField(workspace, place, { actor })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("强力"),
  });
  await workspace.transaction((trx) => sql`update list_views set sort = null`.execute(trx));
  await removeField(workspace, place, { actor });
  expect(await typeOf(workspace)).toBeUndefined();
  const { rows } = await workspace.transaction((trx) =>
    sql`select columns from list_views`.execute(trx),
  );
  expect(rows).toEqual([{ columns: ["name"] }]);
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "account", id: ids[0] ?? "", values: { city: "苏州" }, actor }),
  );
  const system = removeField(workspace, { object: "account", field: "size" }, { actor });
  await expect(system).rejects.toMatchObject({ code: "conflict" });
});

it("removeField() refuses a field that other modules or a running import name, and says which", async () => {
  const { workspace } = await withPower(["1"]);
  const by = (zh: string, en: string) => ({ ...place, by: { zh, en } });
  let uses = [
    by("预测“流失”", "the prediction “Churn”"),
    by("单号规则“order”", "the rule “order”"),
  ];
  const stop = onFieldUses(async () => [...uses, { ...by("甲", "a"), field: "city" }]);
  const remove = (locale: "zh" | "en") => removeField(workspace, place, { actor, locale });
  await expect(remove("zh")).rejects.toMatchObject({
    code: "conflict",
    message: "预测“流失”、单号规则“order”仍在使用这个字段，请先让它不再使用，再删除",
  });
  await expect(remove("en")).rejects.toMatchObject({
    message:
      "This field is still used by the prediction “Churn”, the rule “order”: end that first, then remove it",
  });
  uses = Array.from({ length: 7 }, (_, index) => by(`规则${index}`, `rule ${index}`));
  await expect(remove("zh")).rejects.toMatchObject({
    message: expect.stringContaining("规则4等 7 处"),
  });
  uses = [];
  const content = Readable.from([Buffer.from("name,power\nA,5\n")]);
  const draft = await createImport(workspace, {
    ...{ fileName: "a.csv", content, actor, object: "account" },
    locale: "en",
  });
  const columns = ["name", "power"].map((column) => ({ column, field: column }));
  const map = { object: "account", columns, createMissing: false };
  const enqueue = async () => undefined;
  await startImport(workspace, draft.id, map, { actor, locale: "en", role: "admin", enqueue });
  await expect(remove("zh")).rejects.toMatchObject({
    message: expect.stringContaining("正在进行的导入“a.csv”"),
  });
  await runImport(workspace, draft.id);
  await remove("zh");
  stop();
  expect(await typeOf(workspace)).toBeUndefined();
});

it("a list that is read while a field is removed is read once more", async () => {
  const { workspace } = await withPower(["1"]);
  let reads = 0;
  const columns = await withinTime(workspace, async (trx) => {
    const { objects } = await readSchema(trx);
    const fields = objects.find(({ name }) => name === "account")?.fields ?? [];
    reads++;
    if (reads === 1) await removeField(workspace, place, { actor });
    const names = sql.join(fields.map(({ name }) => sql.id(name)));
    await sql`select ${names} from record_account`.execute(trx);
    return fields.map(({ name }) => name);
  });
  expect(reads).toBe(2);
  expect(columns).not.toContain("power");
});
