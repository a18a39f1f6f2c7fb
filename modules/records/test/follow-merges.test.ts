import { Readable } from "node:stream";
import { auditMigrations } from "@causeway/platform-audit";
import type { ParsedImportMap } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Actor,
  createImport,
  createRecord,
  deleteRecord,
  getRecord,
  listRecords,
  type MergeRecordsInput,
  mergeRecords,
  previewImport,
  recordsMigrations,
  runImport,
  setMaskRule,
  startImport,
  undoImport,
  undoMerge,
  updateRecord,
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

const create = (object: string, values: Record<string, unknown>) =>
  workspace.transaction((trx) => createRecord(trx, { object, values, actor }));
const read = async (object: string, id: string) =>
  (await workspace.transaction((trx) => getRecord(trx, { object, id }))).values;
const change = (object: string, id: string, values: Record<string, unknown>) =>
  workspace.transaction((trx) => updateRecord(trx, { object, id, values, actor }));
const titles = (object: string) =>
  workspace.transaction(async (trx) => {
    const sort = { field: "created_at", direction: "asc" } as const;
    return (await listRecords(trx, { object, sort, limit: 200 })).records.map((r) => r.title);
  });
const merge = (id: string, other: string, choices: MergeRecordsInput["choices"] = {}) =>
  workspace.transaction((trx) =>
    mergeRecords(trx, { object: "account", id, other, choices, actor }),
  );
const undo = (id: string, mergeId: string) =>
  workspace.transaction((trx) => undoMerge(trx, { object: "account", id, merge: mergeId, actor }));

/** Imports a file whose heads are names of fields. */
async function load(object: string, text: string, map: Partial<ParsedImportMap> = {}) {
  const content = Readable.from([Buffer.from(text)]);
  const fileName = `${object}.csv`;
  const draft = await createImport(workspace, {
    ...{ fileName, content, actor, object },
    locale: "en",
  });
  const columns = (text.split("\n")[0] ?? "").split(",").map((field) => ({ column: field, field }));
  const whole = { object, columns, createMissing: false, ...map };
  const preview = await previewImport(workspace, draft.id, whole, { locale: "en" });
  await startImport(workspace, draft.id, whole, command);
  const run = await runImport(workspace, draft.id);
  return { id: draft.id, preview, run };
}

async function pair() {
  const kept = await create("account", { name: "启衡智能", external_id: "7", city: "上海" });
  const other = await create("account", {
    ...{ name: "启衡智能装备", external_id: "8", phone: "021-55551234" },
  });
  return { kept: kept.id, other: other.id, merged: await merge(kept.id, other.id) };
}

describe("runImport()", () => {
  it("changes the record that stands for one that was merged, and nothing where the file says what it said", async () => {
    const file = "external_id,name,phone\n7,启衡智能,\n8,启衡智能装备,021-55551234\n";
    const { kept, merged } = await pair();
    const before = await read("account", kept);
    const again = await load("account", file, { key: ["external_id"] });
    expect(again.preview.counts).toMatchObject({ create: 0, update: 2, error: 0 });
    expect(again.run).toMatchObject({ created: 0, updated: 0, failed: 0, errors: [] });
    expect(await read("account", kept)).toEqual(before);
    // Both rows bring something: one after the other they change the same record.
    const news = "name,website,size\n启衡智能,qiheng.cn,80\n启衡智能装备,,90\n";
    const second = await load("account", news, { key: ["name"] });
    expect(second.preview.counts).toMatchObject({ create: 0, update: 2, error: 0 });
    expect(second.run).toMatchObject({ created: 0, updated: 2, failed: 0, errors: [] });
    expect(await read("account", kept)).toEqual({
      ...before,
      website: expect.stringContaining("qiheng.cn"),
      size: 90,
    });
    expect(await titles("account")).toEqual(["启衡智能"]);
    await undo(kept, merged.merge);
    expect((await titles("account")).sort()).toEqual(["启衡智能", "启衡智能装备"]);
    expect(await read("account", kept)).toMatchObject({ phone: null, size: 90 });
    // Taken apart, each is known by its own key again.
    const third = await load("account", file.replace("021-55551234", "021-55559999"), {
      key: ["external_id"],
    });
    expect(third.run).toMatchObject({ created: 0, updated: 1, errors: [] });
    expect((await read("account", kept))["phone"]).toBeNull();
  });

  it("knows a record by what a merge replaced in it, and by the id of one that is part of it", async () => {
    const kept = await create("account", { name: "华策", external_id: "7" });
    const other = await create("account", { name: "华策重工", external_id: "8" });
    const choices = { name: "other", external_id: "other" } as const;
    const { merge: id } = await merge(kept.id, other.id, choices);
    const byKey = await load("account", "external_id,name,city\n7,华策,无锡\n", {
      key: ["external_id"],
    });
    expect(byKey.run).toMatchObject({ created: 0, updated: 1, errors: [] });
    expect(await read("account", kept.id)).toMatchObject({
      ...{ name: "华策重工", external_id: "8", city: "无锡" },
    });
    const byId = await load("account", `id,name,website\n${other.id},华策重工,huace.cn\n`);
    expect(byId.run).toMatchObject({ created: 0, updated: 1, errors: [] });
    const contacts = await load("contact", "name,account\n王芳,华策\n李雷,华策重工\n");
    expect(contacts.run).toMatchObject({ created: 2, failed: 0 });
    const last = await create("account", { name: "华策集团" });
    const second = await merge(last.id, kept.id);
    const third = await load("account", "name,size\n华策,70\n", { key: ["name"] });
    expect(third.run).toMatchObject({ created: 0, updated: 1, errors: [] });
    expect(await read("account", last.id)).toMatchObject({ size: 70, city: "无锡" });
    await undo(last.id, second.merge);
    await undo(kept.id, id);
    expect(await read("account", kept.id)).toMatchObject({ name: "华策", external_id: "7" });
    expect(await read("account", other.id)).toMatchObject({ name: "华策重工", city: null });
  });

  it("leads references to what stands for a record that was merged, makes none anew, and lets nothing refer to itself", async () => {
    const { kept, other, merged } = await pair();
    const file = "name,account\n韩梅,启衡智能装备\n李雷,启衡智能\n";
    const contacts = await load("contact", file, { createMissing: true });
    expect(contacts.run).toMatchObject({ created: 2, failed: 0, errors: [] });
    expect(await titles("account")).toEqual(["启衡智能"]);
    const people = await workspace.transaction((trx) =>
      listRecords(trx, { object: "contact", limit: 9 }),
    );
    expect(people.records.map(({ values }) => values["account"])).toEqual([kept, kept]);
    const parents =
      "name,parent\n启衡智能,启衡智能装备\n启衡智能装备,启衡智能\n启衡苏州,启衡智能装备\n";
    const companies = await load("account", parents, { key: ["name"] });
    expect(companies.run).toMatchObject({ created: 1, updated: 0, errors: [] });
    expect((await read("account", kept))["parent"]).toBeNull();
    await undo(kept, merged.merge);
    expect((await read("account", other))["parent"]).toBeNull();
    // What came in meanwhile named the one that stayed.
    expect(await titles("account")).toHaveLength(3);
  });

  it("makes a new record where the one that stands was deleted, and refuses a key that leads to two", async () => {
    const { kept } = await pair();
    const twins = [
      await create("account", { name: "甲" }),
      await create("account", { name: "甲" }),
    ];
    const stays = [
      await create("account", { name: "乙" }),
      await create("account", { name: "丙" }),
    ];
    for (const [at, twin] of twins.entries()) await merge(stays[at]?.id ?? "", twin.id);
    const twice = await load("account", "name,city\n甲,上海\n", { key: ["name"] });
    expect(twice.run).toMatchObject({ created: 0, updated: 0, failed: 1 });
    const named = await load("contact", "name,account\n王芳,甲\n", { createMissing: true });
    expect(named.run).toMatchObject({ created: 0, failed: 1 });
    await workspace.transaction((trx) => deleteRecord(trx, { object: "account", id: kept, actor }));
    const anew = await load("account", "name,city\n启衡智能装备,上海\n", { key: ["name"] });
    expect(anew.run).toMatchObject({ created: 1, updated: 0, failed: 0 });
  });
});

describe("previewImport()", () => {
  it("says which rows change a record that theirs was merged into, how many, and what it is called", async () => {
    const { kept, merged } = await pair();
    const file = "external_id,name,city\n7,启衡智能,苏州\n8,启衡智能装备,苏州\n9,嘉业,无锡\n";
    const { preview } = await load("account", file, { key: ["external_id"] });
    expect(preview.counts).toMatchObject({ create: 1, update: 2, merged: 1, error: 0 });
    expect(preview.rows.map(({ action, mergedInto }) => [action, mergedInto])).toEqual([
      ["update", null],
      ["update", { id: kept, title: "启衡智能" }],
      ["create", null],
    ]);
    // Who does not see what companies are called is not told that either.
    const rule = { object: "account", field: "name", role: "member", sight: "masked" } as const;
    await setMaskRule(workspace, rule, { actor, role: "owner" });
    const content = Readable.from([Buffer.from("external_id,city\n8,常熟\n")]);
    const draft = await createImport(workspace, {
      ...{ fileName: "more.csv", content, actor, object: "account", locale: "en" },
    });
    const columns = ["external_id", "city"].map((field) => ({ column: field, field }));
    const map = { object: "account", columns, key: ["external_id"], createMissing: false };
    const seenBy = async (viewer: "owner" | "member") =>
      (await previewImport(workspace, draft.id, map, { locale: "en", reader: { actor, viewer } }))
        .rows[0]?.mergedInto?.title;
    expect(await seenBy("owner")).toBe("启衡智能");
    expect(await seenBy("member")).not.toContain("启衡智能");
    await undo(kept, merged.merge);
    const apart = await load("account", file, { key: ["external_id"] });
    expect(apart.preview.counts).toMatchObject({ create: 0, update: 3, merged: 0 });
  });

  it("counts rows behind those that it shows, and none that is refused", async () => {
    await pair();
    const rows = Array.from({ length: 30 }, (_, at) => `${100 + at},公司${at}\n`).join("");
    const file = `external_id,name\n${rows}8,启衡智能装备\n`;
    const { preview } = await load("account", file, { key: ["external_id"] });
    expect(preview.counts).toMatchObject({ create: 30, update: 1, merged: 1 });
    expect(preview.rows.every(({ mergedInto }) => mergedInto === null)).toBe(true);
    const wrong = await load("account", "external_id,name,size\n8,启衡,many\n", {
      key: ["external_id"],
    });
    expect(wrong.preview.counts).toMatchObject({ update: 0, merged: 0, error: 1 });
    expect(wrong.preview.rows).toMatchObject([{ action: "error", mergedInto: null }]);
  });
});

describe("updateRecord()", () => {
  it("leads references to what stands for a record that was merged, but never to itself", async () => {
    const { kept, other, merged } = await pair();
    const contact = await create("contact", { name: "王芳" });
    await change("contact", contact.id, { account: other });
    expect((await read("contact", contact.id))["account"]).toBe(kept);
    await change("account", kept, { parent: other, city: "苏州" });
    expect(await read("account", kept)).toMatchObject({ parent: null, city: "苏州" });
    await undo(kept, merged.merge);
    expect((await read("contact", contact.id))["account"]).toBe(kept);
    await change("contact", contact.id, { account: other });
    expect((await read("contact", contact.id))["account"]).toBe(other);
  });
});

describe("undoImport() and undoMerge()", () => {
  it("put back no reference to a record that was merged meanwhile", async () => {
    const first = await create("account", { name: "甲" });
    const second = await create("account", { name: "乙" });
    const contact = await create("contact", { name: "王芳", email: "w@a.cn", account: first.id });
    const file = "email,account\nw@a.cn,乙\n";
    const moved = await load("contact", file, { key: ["email"] });
    expect((await read("contact", contact.id))["account"]).toBe(second.id);
    const stays = await create("account", { name: "丙" });
    await merge(stays.id, first.id);
    await undoImport(workspace, moved.id, command);
    expect(await runImport(workspace, moved.id)).toMatchObject({ state: "undone", errors: [] });
    expect((await read("contact", contact.id))["account"]).toBe(stays.id);

    // Merging the company that a merge of contacts had filled in is no change of somebody's.
    const lone = await create("contact", { name: "芳" });
    const input = { object: "contact", id: lone.id, actor } as const;
    const people = await workspace.transaction((trx) =>
      mergeRecords(trx, { ...input, other: contact.id }),
    );
    await merge(second.id, stays.id);
    expect((await read("contact", lone.id))["account"]).toBe(second.id);
    await workspace.transaction((trx) => undoMerge(trx, { ...input, merge: people.merge }));
    expect((await read("contact", lone.id))["account"]).toBeNull();
    expect((await read("contact", contact.id))["account"]).toBe(second.id);
  });
});
