import type { UserId } from "@causeway/kernel";
import { auditMigrations } from "@causeway/platform-audit";
import type { Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { buildHttpServer, type HttpServer } from "@causeway/platform-http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordsMigrations, recordsRoutes, setMaskRule } from "../src/index.ts";

let test: TestDatabase;
let server: HttpServer;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
  workspace = await test.workspace();
  server = await buildHttpServer({
    routes: recordsRoutes({
      jobs: { send: async () => undefined },
      userNames: async (ids) => new Map(ids.map((id) => [id, id.toUpperCase()])),
    }),
    // The bearer is the user's role.
    authenticator: {
      identify: async (headers) => {
        const role = headers.get("authorization")?.replace("Bearer ", "");
        const user = { id: role as UserId, name: String(role), email: `${role}@example.com` };
        return role === undefined ? null : { user, via: "key" };
      },
      roleIn: async ({ user }) => user.id as string as Role,
    },
    workspace: (id) => test.database.workspace(id),
    info: { title: "test", version: "0", description: "" },
  });
});
afterAll(async () => {
  await server.app.close();
  await test.close();
});

async function call(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: object,
  role: Role = "member",
) {
  const response = await server.app.inject({
    method,
    url: `/api/w/${workspace.id}${path}`,
    headers: { authorization: `Bearer ${role}`, "accept-language": "zh-CN" },
    ...(body === undefined ? {} : { payload: body }),
  });
  const isJson = String(response.headers["content-type"]).includes("json");
  return { status: response.statusCode, body: isJson ? response.json() : response.body };
}

it("recordsRoutes() lead a record through its life", async () => {
  const account = await call("POST", "/records/account", { values: { name: "启衡智能" } });
  expect(account.status).toBe(201);
  expect(account.body).toMatchObject({ title: "启衡智能", ownerId: "member", version: 1 });
  const deal = await call("POST", "/records/deal", {
    values: { name: "切割机", account: account.body.id, amount: 88, stage: "won" },
  });
  const path = `/records/deal/${deal.body.id}`;
  expect(deal.body.references).toEqual({ [account.body.id]: "启衡智能", member: "MEMBER" });
  const changed = await call("PATCH", path, { values: { amount: 99 }, version: 1 });
  expect(changed.body).toMatchObject({ version: 2, values: { amount: 99 } });
  const past = await call("GET", `${path}?asOf=${changed.body.createdAt}`);
  expect(past.body).toMatchObject({ version: 2, values: { amount: 88 } });
  expect((await call("GET", `${path}?asOf=2020-01-01T00:00:00Z`)).status).toBe(404);
  const stale = await call("PATCH", path, { values: { amount: 77 }, version: 1 });
  expect(stale).toMatchObject({ status: 409, body: { code: "conflict" } });
  const history = await call("GET", `${path}/history`);
  expect(history.body.entries).toMatchObject([
    { kind: "update", changes: { amount: { from: 88, to: 99 } }, actor: { name: "MEMBER" } },
    { kind: "create" },
  ]);
  const filter = {
    kind: "comparison",
    field: "account.name",
    operator: "contains",
    operands: [{ kind: "constant", value: "启衡" }],
  };
  const page = await call("POST", "/records/deal/query", { filter });
  expect(page.body.records).toHaveLength(1);
  expect((await call("POST", "/records/deal/count", { filter })).body).toEqual({
    count: 1,
    exact: true,
  });
  const board = await call("POST", "/records/deal/board", { totalField: "amount" });
  expect(
    board.body.columns.find((column: { value: string }) => column.value === "won"),
  ).toMatchObject({ count: 1, total: 99, records: [{ title: "切割机" }] });
  const hits = await call("GET", "/search?q=qiegeji");
  expect(hits.body.hits).toEqual([
    { object: "deal", id: deal.body.id, title: "切割机", detail: "启衡智能" },
  ]);
  expect((await call("DELETE", path)).status).toBe(204);
  expect((await call("GET", "/search?q=qiegeji")).body.hits).toEqual([]);
  expect((await call("POST", `${path}/restore`)).body.deletedAt).toBeNull();
  expect((await call("POST", "/records/deal/delete", { ids: [deal.body.id] })).status).toBe(204);
  expect((await call("GET", path)).body.deletedAt).not.toBeNull();
});

it("recordsRoutes() answer bad input with every place and reason, in the reader's language", async () => {
  const created = await call("POST", "/records/contact", { values: { email: "x", rank: "king" } });
  expect(created).toMatchObject({
    status: 400,
    body: {
      issues: [
        { message: "应为电子邮箱地址" },
        { message: "不是该字段的选项" },
        { message: "必填" },
      ],
    },
  });
  const filters = [
    { kind: "comparison", field: "nobody", operator: "isEmpty", operands: [] },
    { kind: "x" },
    5,
    "'; drop table record_deal; --",
  ];
  for (const filter of filters) {
    expect((await call("POST", "/records/deal/query", { filter })).status).toBe(400);
  }
  expect((await call("POST", "/records/nothing/query", {})).status).toBe(404);
  expect((await call("GET", "/records/deal/not-an-id")).status).toBe(400);
  expect((await call("GET", "/search?q=ab%00cd")).body.hits).toEqual([]);
  expect((await call("POST", "/records/deal/query", { search: "ab\0\ud800" })).status).toBe(200);
  const view = {
    object: "deal",
    name: "a\0",
    columns: [],
    filter: null,
    sort: null,
    shared: false,
  };
  expect((await call("POST", "/views", view)).status).toBe(400);
  expect((await call("GET", "/records/deal/export.csv?filter=%7B")).status).toBe(400);
});

it("recordsRoutes() let members write records and only admins change the schema", async () => {
  const label = { zh: "预算", en: "Budget" };
  const field = { name: "budget", label, type: "currency" };
  const path = "/schema/objects/lead/fields";
  expect((await call("POST", path, field)).status).toBe(403);
  expect((await call("POST", path, field, "admin")).status).toBe(201);
  expect((await call("PATCH", `${path}/budget`, { required: true }, "admin")).body.required).toBe(
    true,
  );
  const schema = await call("GET", "/schema");
  const lead = schema.body.objects.find((object: { name: string }) => object.name === "lead");
  expect(lead.fields.at(-1)).toMatchObject({ name: "budget", required: true, system: false });
  const object = { name: "site", label, pluralLabel: label };
  expect((await call("POST", "/schema/objects", object)).status).toBe(403);
  expect((await call("POST", "/schema/objects", object, "admin")).status).toBe(201);
});

it("recordsRoutes() name what is called in Chinese by its pinyin, as nothing beside it is named", async () => {
  const ask = async (label: string, object = "") =>
    (
      await call(
        "GET",
        `/schema/free-name?label=${encodeURIComponent(label)}${object}`,
        undefined,
        "admin",
      )
    ).body.name;
  const name = "caigou_jine";
  expect(await ask("采购金额", "&object=deal")).toBe(name);
  const field = { name, label: { zh: "采购金额", en: "采购金额" }, type: "number" };
  expect((await call("POST", "/schema/objects/deal/fields", field, "admin")).status).toBe(201);
  expect(await ask("采购金额", "&object=deal")).toBe("caigou_jine_2");
  expect(await ask("采购金额", "&object=lead")).toBe(name);
  expect(await ask("创建 ID", "&object=lead")).toBe("chuangjian_id");
  expect(await ask("ID", "&object=lead")).toBe("id_2");
  expect(await ask("手术安排")).toBe("shoushu_anpai");
  expect(await ask("Deal")).toBe("deal_2");
  expect(await ask("！")).toBe("object_2");
  expect((await call("GET", "/schema/free-name?label=a")).status).toBe(403);
});

it("recordsRoutes() export CSV that spreadsheets read and do not run", async () => {
  const evil = '=HYPERLINK("http://x","y")';
  await call("POST", "/records/product", { values: { name: evil, series: "a,b", price: -5 } });
  const { status, body } = await call(
    "GET",
    "/records/product/export.csv?columns=name,series,price",
  );
  expect(status).toBe(200);
  expect(body.startsWith("\uFEFFID,名称,系列,价格\r\n")).toBe(true);
  expect(body).toContain(`,"'=HYPERLINK(""http://x"",""y"")","a,b",-5\r\n`);
});

it("recordsRoutes() keep views private until they are shared", async () => {
  const content = {
    object: "deal",
    name: "Mine",
    columns: ["name", "created_at"],
    filter: null,
    sort: null,
    shared: false,
  };
  const view = await call("POST", "/views", content);
  expect(view.status).toBe(201);
  expect((await call("GET", "/views?object=deal", undefined, "admin")).body.views).toEqual([]);
  const path = `/views/${view.body.id}`;
  expect((await call("PATCH", path, { shared: true }, "admin")).status).toBe(404);
  expect((await call("PATCH", path, { shared: true })).body.shared).toBe(true);
  expect((await call("GET", "/views", undefined, "admin")).body.views).toHaveLength(1);
  expect((await call("PATCH", path, { columns: ["nothing"] })).status).toBe(400);
  expect((await call("DELETE", path, undefined, "admin")).status).toBe(204);
});

it("recordsRoutes() change, delete and bring back many records at once, and what was there before comes back", async () => {
  const before = ["won", "lost", null];
  const ids: string[] = [];
  for (const [index, stage] of before.entries()) {
    const values = { name: `Bulk ${index}`, stage, amount: 100 + index };
    ids.push((await call("POST", "/records/deal", { values })).body.id);
  }
  const filter = {
    kind: "comparison",
    field: "name",
    operator: "startsWith",
    operands: [{ kind: "constant", value: "Bulk " }],
  };
  const all = await call("POST", "/records/deal/ids", { filter });
  expect({ ...all.body, ids: [...all.body.ids].sort() }).toEqual({
    ids: [...ids].sort(),
    complete: true,
  });
  const stages = async () => {
    const sort = { field: "amount", direction: "asc" };
    const { body } = await call("POST", "/records/deal/query", { filter, sort });
    return body.records.map((record: { values: { stage: string } }) => record.values.stage);
  };
  const edits = ids.map((id) => ({ id, values: { stage: "won" }, ownerId: "somebody" }));
  const { status, body } = await call("POST", "/records/deal/update", { edits });
  expect(status).toBe(200);
  expect(await stages()).toEqual(["won", "won", "won"]);
  const undo = body.edited.map((each: { id: string; before: object; ownerBefore?: string }) => ({
    id: each.id,
    values: each.before,
    ownerId: each.ownerBefore,
  }));
  expect(undo[0]).toEqual({ id: ids[0], values: {}, ownerId: "member" });
  await call("POST", "/records/deal/update", { edits: undo });
  expect(await stages()).toEqual(before);
  const history = await call("GET", `/records/deal/${ids[2]}/history`);
  expect(history.body.entries).toMatchObject([
    { kind: "update", changes: { stage: { from: "won", to: null } } },
    { kind: "update", changes: { stage: { from: null, to: "won" } } },
    { kind: "create" },
  ]);
  await call("POST", "/records/deal/delete", { ids: ids.slice(0, 2) });
  expect(await stages()).toEqual([null]);
  // What was deleted meanwhile stays deleted and stops nobody.
  expect((await call("POST", "/records/deal/update", { edits })).body.edited).toHaveLength(1);
  await call("POST", "/records/deal/restore", { ids });
  expect(await stages()).toEqual(["won", "lost", "won"]);
  const wrong = [...edits, { id: crypto.randomUUID(), values: {} }];
  expect((await call("POST", "/records/deal/update", { edits: wrong })).status).toBe(404);
  const bad = [{ id: ids[0], values: { stage: "nowhere" } }];
  expect((await call("POST", "/records/deal/update", { edits: bad })).status).toBe(400);
});

it("recordsRoutes() merge two records, lead links to the one that stays, and take it back", async () => {
  const create = async (object: string, values: object) =>
    (await call("POST", `/records/${object}`, { values })).body.id as string;
  const kept = await create("account", { name: "华策重工" });
  const other = await create("account", { name: "华策", phone: "021-55550000", city: "无锡" });
  const contact = await create("contact", { name: "王芳", account: other });
  const path = `/records/account/${kept}`;
  const preview = await call("GET", `${path}/merge?other=${other}`);
  expect(preview.body).toMatchObject({
    ...{ kept: { title: "华策重工" }, other: { title: "华策" } },
    moves: [{ object: "contact", label: { zh: "联系人" }, count: 1 }],
  });
  expect(preview.body.fields).toEqual(
    expect.arrayContaining([
      { name: "name", choice: "kept", choices: ["kept", "other"] },
      { name: "phone", choice: "other", choices: ["other"] },
      { name: "owner_id", choice: "kept", choices: ["kept"] },
    ]),
  );
  const body = { other, choices: { name: "other" }, versions: { kept: 1, other: 1 } };
  const stale = await call("POST", `${path}/merge`, { ...body, versions: { kept: 1, other: 9 } });
  expect(stale).toMatchObject({ status: 409, body: { code: "conflict" } });
  const merged = await call("POST", `${path}/merge`, body);
  expect(merged.body).toMatchObject({
    record: { id: kept, title: "华策", values: { city: "无锡" }, deletedAt: null },
    merge: { other: { id: other, title: "华策" }, actor: { name: "MEMBER" }, moved: 1 },
  });
  expect((await call("GET", `/records/account/${other}`)).body.mergedInto).toBe(kept);
  expect((await call("GET", path)).body.mergedInto).toBeUndefined();
  // A page that was open still names the other.
  const late = await create("contact", { name: "李雷", account: other });
  const free = await create("contact", { name: "韩梅" });
  const edit = await call("PATCH", `/records/contact/${free}`, { values: { account: other } });
  expect(edit).toMatchObject({ status: 200, body: { values: { account: kept } } });
  const history = async (id: string) =>
    (await call("GET", `/records/account/${id}/history`)).body.entries;
  expect(await history(kept)).toMatchObject([
    { kind: "merge", other: { id: other, title: "华策" }, changes: { city: { to: "无锡" } } },
    { kind: "create" },
  ]);
  expect((await history(other))[0]).toMatchObject({ kind: "merge", other: { id: kept } });
  const ofMerged = `/records/account/${other}`;
  const into = { code: "conflict", details: { mergedInto: kept } };
  expect(await call("PATCH", ofMerged, { values: { city: "苏州" } })).toMatchObject({
    ...{ status: 409, body: { ...into, detail: expect.stringContaining("并") } },
  });
  expect(await call("POST", `${ofMerged}/restore`)).toMatchObject({ status: 409, body: into });
  const { merges } = (await call("GET", `${path}/merges`)).body;
  expect(merges).toMatchObject([{ id: merged.body.merge.id, undoneAt: null }]);
  const undo = await call("POST", `${path}/merges/${merges[0].id}/undo`);
  expect(undo.body).toMatchObject({ record: { title: "华策重工", values: { city: null } } });
  expect((await call("GET", `/records/account/${other}`)).body.deletedAt).toBeNull();
  const accountOf = async (id: string) =>
    (await call("GET", `/records/contact/${id}`)).body.values.account;
  expect(await accountOf(contact)).toBe(other);
  // What named the one that stays when it was written goes on doing so.
  expect([await accountOf(late), await accountOf(free)]).toEqual([kept, kept]);
  expect((await history(kept))[0]).toMatchObject({ kind: "unmerge", other: { id: other } });
  expect((await history(other))[0]).toMatchObject({ kind: "unmerge", other: { id: kept } });
  expect((await call("POST", `${path}/merges/${merges[0].id}/undo`)).status).toBe(409);
});

it("recordsRoutes() let nobody choose between values that are kept from them, and merge them all the same", async () => {
  const create = async (values: object) =>
    (await call("POST", "/records/contact", { values }, "owner")).body.id as string;
  const pair = [
    await create({ name: "李强", email: "li@huace.cn" }),
    await create({ name: "李强", email: "qiang@huace.cn", phone: "13812345678" }),
  ];
  const mask = { object: "contact", field: "email", role: "member", sight: "masked" } as const;
  const actor = { kind: "user", id: "owner" } as const;
  await setMaskRule(workspace, mask, { actor, role: "owner" });
  const path = `/records/contact/${pair[0]}/merge`;
  const preview = await call("GET", `${path}?other=${pair[1]}`);
  expect(preview.body.other.values.email).toBe("q***@huace.cn");
  expect(preview.body.fields).toEqual(
    expect.arrayContaining([{ name: "email", choice: "kept", choices: ["kept"] }]),
  );
  const chosen = { other: pair[1], choices: { email: "other" } };
  expect((await call("POST", path, chosen)).status).toBe(403);
  expect((await call("POST", path, { other: pair[1] })).body.record.values).toMatchObject({
    ...{ email: "l***@huace.cn", phone: expect.stringContaining("138") },
  });
});

it("recordsRoutes() name what a listed page refers to as whoever asks may see it", async () => {
  const account = await call("POST", "/records/account", { values: { name: "恒砺精机" } }, "owner");
  const values = { name: "周敏", account: account.body.id };
  await call("POST", "/records/contact", { values }, "owner");
  const filter = {
    kind: "comparison",
    ...{ field: "name", operator: "equals", operands: [{ kind: "constant", value: "周敏" }] },
  };
  /** Names beside the owner's. */
  const named = async (role: "owner" | "member") => {
    const page = await call("POST", "/records/contact/query", { filter, limit: 5 }, role);
    const { references, ownerId } = page.body.records[0];
    return Object.entries(references).flatMap(([id, name]) => (id === ownerId ? [] : [name]));
  };
  expect([await named("owner"), await named("member")]).toEqual([["恒砺精机"], ["恒砺精机"]]);
  const actor = { kind: "user", id: "owner" } as const;
  const keep = (object: string, field: string, sight: "masked" | "hidden" | "whole") =>
    setMaskRule(workspace, { object, field, role: "member", sight }, { actor, role: "owner" });
  await keep("account", "name", "masked");
  const masked = await named("member");
  expect(masked).toHaveLength(1);
  expect(masked).not.toEqual(["恒砺精机"]);
  expect(await named("owner")).toEqual(["恒砺精机"]);
  await keep("account", "name", "whole");
  for (const sight of ["masked", "hidden"] as const) {
    await keep("contact", "account", sight);
    expect([await named("owner"), await named("member")]).toEqual([["恒砺精机"], []]);
  }
  await keep("contact", "account", "whole");
});
