import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Actor,
  addFields,
  createRecord,
  deleteRecord,
  getRecord,
  mergeRecords,
  previewMerge,
  recordHistory,
  recordsMigrations,
  restoreRecord,
  searchRecords,
  survivorsOf,
  undoMerge,
  updateRecord,
} from "../src/index.ts";

const actor: Actor = { kind: "user", id: "user-1" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
});

const create = (object: string, values: Record<string, unknown>, ownerId: string | null = null) =>
  workspace.transaction((trx) => createRecord(trx, { object, values, actor, ownerId }));
const read = (object: string, id: string) =>
  workspace.transaction((trx) => getRecord(trx, { object, id }));
const change = (object: string, id: string, values: Record<string, unknown>) =>
  workspace.transaction((trx) => updateRecord(trx, { object, id, values, actor }));
const remove = (object: string, id: string) =>
  workspace.transaction((trx) => deleteRecord(trx, { object, id, actor }));
const merge = (input: Omit<Parameters<typeof mergeRecords>[1], "object" | "actor">) =>
  workspace.transaction((trx) => mergeRecords(trx, { object: "account", actor, ...input }));
const undo = (id: string, mergeId: string) =>
  workspace.transaction((trx) => undoMerge(trx, { object: "account", id, merge: mergeId, actor }));
const search = async (text: string) => {
  const hits = await workspace.transaction((trx) => searchRecords(trx, { text, limit: 9 }));
  return hits.map(({ id }) => id);
};

/** Two companies, the second with all that can hang on one. */
async function twice() {
  const kept = await create("account", { name: "启衡智能", city: "上海", external_id: "7" });
  const other = await create(
    "account",
    { name: "启衡智能装备", phone: "021-55551234", credit_code: "91310000MA1FL0000X" },
    "user-2",
  );
  const contact = await create("contact", { name: "李雷", account: other.id });
  const deal = await create("deal", { name: "切割机", account: other.id });
  const note = await create("note", { body: "x", account: other.id });
  const gone = await create("task", { title: "回电", account: other.id });
  await remove("task", gone.id);
  const child = await create("account", { name: "启衡苏州", parent: other.id });
  return { kept, other, contact, deal, note, gone, child };
}

describe("mergeRecords()", () => {
  it("fills what is empty, moves all that names the other, and deletes it", async () => {
    const { kept, other, contact, deal, note, gone, child } = await twice();
    const preview = await workspace.transaction((trx) =>
      previewMerge(trx, { object: "account", id: kept.id, other: other.id }),
    );
    expect(preview.moves.map(({ object, count }) => [object, count])).toEqual([
      ["account", 1],
      ["contact", 1],
      ["deal", 1],
      ["note", 1],
    ]);
    const { record } = await merge({ id: kept.id, other: other.id });
    expect(record).toMatchObject({ title: "启衡智能", ownerId: "user-2", version: 2 });
    expect(record.values).toMatchObject({
      ...{ city: "上海", external_id: "7", credit_code: "91310000MA1FL0000X" },
      phone: other.values["phone"],
    });
    for (const moved of [contact, deal, note, gone]) {
      expect((await read(moved.object, moved.id)).values["account"]).toBe(kept.id);
    }
    expect((await read("account", child.id)).values["parent"]).toBe(kept.id);
    expect((await read("account", other.id)).deletedAt).not.toBeNull();
    const late = await create("contact", { name: "韩梅", account: other.id });
    expect(late.values["account"]).toBe(kept.id);
    expect(await search("55551234")).toEqual([kept.id]);
    expect(await search("启衡智能装备")).toEqual([]);
    const history = (object: string, id: string) =>
      workspace.transaction((trx) => recordHistory(trx, { object, id }));
    expect(await history("account", kept.id)).toMatchObject([
      { kind: "update", version: 2, changes: { owner_id: { from: null, to: "user-2" } } },
      { kind: "create" },
    ]);
    expect(await history("account", other.id)).toMatchObject([
      { kind: "delete" },
      { kind: "create" },
    ]);
    expect(await history("contact", contact.id)).toMatchObject([
      { kind: "update", actor, changes: { account: { from: other.id, to: kept.id } } },
      { kind: "create" },
    ]);
  });

  it("takes what was chosen, and unique values of the other though both have one", async () => {
    const { kept } = await twice();
    const third = await create("account", { name: "启衡", external_id: "8", city: "苏州" });
    const choices = { external_id: "other", city: "other" } as const;
    const merged = await merge({ id: kept.id, other: third.id, choices });
    expect(merged.record.values).toMatchObject({ external_id: "8", city: "苏州" });
    await undo(kept.id, merged.merge);
    expect((await read("account", kept.id)).values).toMatchObject({
      external_id: "7",
      city: "上海",
    });
    expect((await read("account", third.id)).values).toMatchObject({ external_id: "8" });
  });

  it("joins the lists of a field that the business made", async () => {
    const options = ["a", "b", "c"].map((value) => ({ value, label: { zh: value, en: value } }));
    const tags = {
      ...{ name: "tags", label: { zh: "标签", en: "Tags" } },
      ...{ required: false, unique: false, target: null },
    } as const;
    await addFields(workspace, "account", [{ ...tags, type: "multiSelect", options }], { actor });
    const kept = await create("account", { name: "A", tags: ["a", "b"] });
    const other = await create("account", { name: "B", tags: ["b", "c"] });
    const { record } = await merge({ id: kept.id, other: other.id });
    expect(record.values["tags"]).toEqual(["a", "b", "c"]);
  });

  it("refuses what cannot be one, and changes nothing then", async () => {
    const { kept, other, contact } = await twice();
    const gone = await create("account", { name: "X" });
    await remove("account", gone.id);
    const nobody = "00000000-0000-7000-8000-000000000000";
    const pair = { id: kept.id, other: other.id };
    const refused = [
      [{ id: kept.id, other: kept.id.toUpperCase() }, "bad-input"],
      [{ id: kept.id, other: contact.id }, "not-found"],
      [{ id: nobody, other: other.id }, "not-found"],
      [{ id: kept.id, other: gone.id }, "conflict"],
      [{ id: gone.id, other: kept.id }, "conflict"],
      [{ ...pair, versions: { kept: 1, other: 2 } }, "conflict"],
      [{ ...pair, most: 4 }, "too-large"],
    ] as const;
    for (const [input, code] of refused) {
      await expect(merge(input)).rejects.toMatchObject({ code });
    }
    expect(await read("account", kept.id)).toEqual(kept);
    expect(await read("account", other.id)).toEqual(other);
    expect((await read("contact", contact.id)).version).toBe(1);
    await merge({ ...pair, versions: { kept: 1, other: 1 }, most: 5 });
  });

  it("lets neither refer to itself, and follows a row of merges to the one that stands now", async () => {
    const kept = await create("account", { name: "A" });
    const other = await create("account", { name: "B", parent: kept.id });
    await change("account", kept.id, { parent: other.id });
    const first = await merge({ id: kept.id, other: other.id });
    expect(first.record.values["parent"]).toBeNull();
    const last = await create("account", { name: "C" });
    const second = await merge({ id: last.id, other: kept.id });
    const found = await workspace.transaction((trx) =>
      survivorsOf(trx, [other.id, kept.id, last.id]),
    );
    expect([found.get(other.id), found.get(kept.id), found.get(last.id)]).toEqual([
      ...[last.id, last.id],
      undefined,
    ]);
    await expect(undo(kept.id, first.merge)).rejects.toMatchObject({ code: "conflict" });
    await undo(last.id, second.merge);
    await undo(kept.id, first.merge);
    expect((await read("account", kept.id)).values["parent"]).toBe(other.id);
    expect((await read("account", other.id)).values["parent"]).toBe(kept.id);
  });
});

describe("undoMerge()", () => {
  it("leaves both as they were, but for what was moved on since", async () => {
    const { kept, other, contact, deal, note, gone } = await twice();
    const elsewhere = await create("account", { name: "别家" });
    const { merge: id } = await merge({ id: kept.id, other: other.id });
    const late = await create("contact", { name: "韩梅", account: kept.id });
    await change("deal", deal.id, { account: elsewhere.id });
    await change("account", kept.id, { website: "qiheng.cn" });
    await undo(kept.id, id);
    expect((await read("account", kept.id)).values).toEqual({
      ...kept.values,
      website: (await read("account", kept.id)).values["website"],
    });
    const back = await read("account", other.id);
    expect([back.values, back.ownerId, back.deletedAt]).toEqual([other.values, "user-2", null]);
    for (const moved of [contact, note, gone]) {
      expect((await read(moved.object, moved.id)).values["account"]).toBe(other.id);
    }
    expect((await read("deal", deal.id)).values["account"]).toBe(elsewhere.id);
    expect((await read("contact", late.id)).values["account"]).toBe(kept.id);
    expect(await search("55551234")).toEqual([other.id]);
    await expect(undo(kept.id, id)).rejects.toMatchObject({ code: "conflict" });
    await merge({ id: other.id, other: kept.id });
  });

  it("refuses where what the merge wrote has changed, and says what", async () => {
    const { kept, other } = await twice();
    const { merge: id } = await merge({ id: kept.id, other: other.id });
    await change("account", kept.id, { phone: "13812345678" });
    await expect(undo(kept.id, id)).rejects.toMatchObject({
      ...{ code: "conflict", label: { zh: expect.stringContaining("电话") } },
    });
    await change("account", kept.id, { phone: other.values["phone"] });
    await remove("account", kept.id);
    await expect(undo(kept.id, id)).rejects.toMatchObject({ code: "conflict" });
    await workspace.transaction((trx) =>
      restoreRecord(trx, { object: "account", id: kept.id, actor }),
    );
    await expect(undo(other.id, id)).rejects.toMatchObject({ code: "not-found" });
    await undo(kept.id, id);
  });

  it("is the only way back for a record that was merged", async () => {
    const { kept, other } = await twice();
    const { merge: id } = await merge({ id: kept.id, other: other.id });
    const restore = () =>
      workspace.transaction((trx) =>
        restoreRecord(trx, { object: "account", id: other.id, actor }),
      );
    await expect(restore()).rejects.toMatchObject({ code: "conflict" });
    // As erasure and retention do.
    await workspace.transaction((trx) =>
      sql`delete from record_account where id = ${other.id}`.execute(trx),
    );
    await expect(undo(kept.id, id)).rejects.toMatchObject({ code: "conflict" });
  });
});
