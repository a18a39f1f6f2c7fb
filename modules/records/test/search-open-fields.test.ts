import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  countRecords,
  createRecords,
  listRecords,
  recordsMigrations,
  searchRecords,
  setMaskRule,
} from "../src/index.ts";

const actor: Actor = { kind: "user", id: "user-1" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
  workspace = await test.workspace();
  const people = [
    { name: "Mable Kent", email: "abby@kent.cn" },
    { name: "Abel Holt", email: "zoe@holt.cn" },
    { name: "李启衡", email: "qx@li.cn" },
    { name: "Saborana Lee", email: "abort@lee.cn" },
    { name: "Nabors Wu", email: "wu@wu.cn" },
  ];
  const records = people.map((values) => ({ values }));
  await workspace.transaction((trx) => createRecords(trx, { object: "contact", records, actor }));
  const rule = { object: "contact", field: "email", role: "member" } as const;
  await setMaskRule(workspace, { ...rule, sight: "hidden" }, { actor, role: "owner" });
});
afterAll(() => test.close());

/** What somebody finds in a list, by the count of it, and across objects, best first. */
async function finds(search: string, viewer: "owner" | "member") {
  const selection = { object: "contact", search, viewer };
  return workspace.transaction(async (trx) => ({
    listed: (await listRecords(trx, { ...selection, limit: 9 })).records.map((r) => r.title).sort(),
    count: (await countRecords(trx, selection)).count,
    searched: (await searchRecords(trx, { text: search, limit: 9, viewer })).map((r) => r.title),
  }));
}

it("letters that begin a hidden field and stand in the middle of an open one are no hit", async () => {
  const all = await finds("ab", "owner");
  expect(all.listed).toEqual(["Abel Holt", "Mable Kent", "Saborana Lee"]);
  expect(await finds("ab", "member")).toEqual({
    ...{ listed: ["Abel Holt"], count: 1, searched: ["Abel Holt"] },
  });
  // Initials of an open name begin nothing, and are found all the same; those of a hidden address are not.
  expect(await finds("qh", "member")).toMatchObject({ count: 1, searched: ["李启衡"] });
  expect(await finds("qx", "owner")).toMatchObject({ count: 1, searched: ["李启衡"] });
  expect(await finds("qx", "member")).toEqual({ listed: [], count: 0, searched: [] });
});

it("the order of hits says nothing of hidden fields", async () => {
  expect((await finds("abor", "owner")).searched).toEqual(["Saborana Lee", "Nabors Wu"]);
  expect((await finds("abor", "member")).searched).toEqual(["Nabors Wu", "Saborana Lee"]);
});
