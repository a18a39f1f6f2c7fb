import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Actor,
  createRecord,
  createRecords,
  deleteRecord,
  findByEmailOrPhone,
  getRecord,
  onRecordChange,
  type RecordChange,
  readRecordAsOf,
  recordHistory,
  recordsMigrations,
  restoreRecord,
  searchRecords,
  updateRecord,
} from "../src/index.ts";

const actor: Actor = { kind: "user", id: "user-1" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
});

const create = (object: string, values: Record<string, unknown>, occurredAt?: Date) =>
  workspace.transaction((trx) =>
    createRecord(trx, { object, values, actor, ...(occurredAt ? { occurredAt } : {}) }),
  );

describe("createRecord()", () => {
  it("stores every type of value and gives it back as it was", async () => {
    const account = await create("account", { name: "启衡智能", size: 120, website: "qiheng.cn" });
    const values = {
      name: "激光切割机 12kW",
      account: account.id,
      amount: 1_234_567.89,
      stage: "validation",
      expected_close: "2026-03-31",
      closed_at: "2026-03-01T09:00:00+08:00",
    };
    const { id } = await create("deal", values);
    const deal = await workspace.transaction((trx) => getRecord(trx, { object: "deal", id }));
    expect(deal).toMatchObject({ title: "激光切割机 12kW", version: 1, deletedAt: null });
    expect(deal.values).toEqual({
      ...values,
      closed_at: "2026-03-01T01:00:00.000Z",
      contact: null,
      product: null,
      team: null,
      external_id: null,
    });
  });

  it("refuses wrong values, with every issue, and references that lead nowhere", async () => {
    await expect(create("contact", { email: "x", rank: "king" })).rejects.toMatchObject({
      code: "bad-input",
      issues: [{ path: "values.email" }, { path: "values.rank" }, { path: "values.name" }],
    });
    const account = "00000000-0000-7000-8000-000000000000";
    await expect(create("contact", { name: "李雷", account })).rejects.toMatchObject({
      code: "bad-input",
      issues: [{ path: "values.account" }],
    });
  });

  it("refuses a taken key and names the field; a deleted record frees its key", async () => {
    const first = await create("account", { name: "A", external_id: "7" });
    await expect(create("account", { name: "B", external_id: "7" })).rejects.toMatchObject({
      code: "conflict",
      issues: [{ path: "values.external_id" }],
    });
    await workspace.transaction((trx) =>
      deleteRecord(trx, { object: "account", id: first.id, actor }),
    );
    await create("account", { name: "B", external_id: "7" });
    await expect(
      workspace.transaction((trx) =>
        restoreRecord(trx, { object: "account", id: first.id, actor }),
      ),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("tells listeners in its transaction: their error undoes the record", async () => {
    const seen: RecordChange[] = [];
    const stop = onRecordChange(async (_trx, change) => {
      seen.push(change);
      if (change.fields.includes("phone")) throw new Error("refused");
    });
    await create("account", { name: "A" });
    await expect(create("account", { name: "B", phone: "13812345678" })).rejects.toThrow("refused");
    stop();
    expect(seen.map(({ kind, object, fields }) => [kind, object, fields])).toEqual([
      ["create", "account", ["name"]],
      ["create", "account", ["name", "phone"]],
    ]);
    const hits = await workspace.transaction((trx) =>
      searchRecords(trx, { text: "1381234", limit: 5 }),
    );
    expect(hits).toEqual([]);
  });

  it("notifies open pages when it commits", async () => {
    let hear: (payload: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => {
      hear = resolve;
    });
    const stop = await test.database.listen("causeway_live", (payload) => hear(payload));
    const { id } = await create("note", { body: "x" });
    const payload: unknown = JSON.parse(await heard);
    await stop();
    expect(payload).toEqual({
      workspace: workspace.id,
      topic: "records",
      object: "note",
      ids: [id],
    });
  });
});

describe("updateRecord()", () => {
  it("changes what is given, counts versions, and refuses an editor who was slower", async () => {
    const { id } = await create("contact", { name: "李雷", title: "采购" });
    const key = { object: "contact", id, actor };
    const update = (values: Record<string, unknown>, version?: number) =>
      workspace.transaction((trx) =>
        updateRecord(trx, { ...key, values, ...(version ? { version } : {}) }),
      );
    expect((await update({ title: "采购经理", rank: "manager" }, 1)).version).toBe(2);
    await expect(update({ title: "总监" }, 1)).rejects.toMatchObject({ code: "conflict" });
    expect((await update({ title: "采购经理" })).version).toBe(2);
    const after = await update({ title: null });
    expect(after).toMatchObject({ version: 3, values: { title: null, rank: "manager" } });
  });

  it("keeps a history with both times, and the past can be read by either", async () => {
    const { id } = await create("lead", { name: "韩梅", status: "new" }, new Date("2026-01-01"));
    const change = (values: Record<string, unknown>, occurredAt: Date) =>
      workspace.transaction((trx) =>
        updateRecord(trx, { object: "lead", id, values, actor, occurredAt }),
      );
    await change({ status: "working", company: "启衡" }, new Date("2026-02-01"));
    await change({ status: "lost" }, new Date("2026-03-01"));
    const { history, past } = await workspace.transaction(async (trx) => ({
      history: await recordHistory(trx, { object: "lead", id }),
      past: async (at: string) =>
        workspace.transaction((inner) =>
          readRecordAsOf(inner, { object: "lead", id, at: new Date(at), by: "occurred" }),
        ),
    }));
    expect(history.map(({ kind, version, changes }) => [kind, version, changes])).toEqual([
      ["update", 3, { status: { from: "working", to: "lost" } }],
      [
        "update",
        2,
        { status: { from: "new", to: "working" }, company: { from: null, to: "启衡" } },
      ],
      ["create", 1, {}],
    ]);
    expect(history[1]?.occurredAt).toEqual(new Date("2026-02-01"));
    expect(await past("2025-12-31")).toBeUndefined();
    expect((await past("2026-01-15"))?.values).toMatchObject({ status: "new", company: null });
    expect((await past("2026-02-15"))?.values).toMatchObject({
      status: "working",
      company: "启衡",
    });
    expect((await past("2026-03-15"))?.values).toMatchObject({ status: "lost" });
    const recorded = await workspace.transaction((trx) =>
      readRecordAsOf(trx, { object: "lead", id, at: new Date("2026-02-15") }),
    );
    expect(recorded).toBeUndefined();
  });
});

describe("deleteRecord()", () => {
  it("hides the record from search and restoreRecord() brings it back as it was", async () => {
    const { id } = await create("account", { name: "启衡智能" });
    const key = { object: "account", id, actor };
    const find = () =>
      workspace.transaction((trx) => searchRecords(trx, { text: "启衡", limit: 5 }));
    await workspace.transaction((trx) => deleteRecord(trx, key));
    expect(await find()).toEqual([]);
    await expect(
      workspace.transaction((trx) => updateRecord(trx, { ...key, values: { city: "深圳" } })),
    ).rejects.toMatchObject({ code: "conflict" });
    await workspace.transaction((trx) => restoreRecord(trx, key));
    expect((await find()).map((hit) => hit.id)).toEqual([id]);
  });
});

describe("searchRecords()", () => {
  const titles = async (text: string, objects?: string[]) => {
    const hits = await workspace.transaction((trx) =>
      searchRecords(trx, { text, limit: 10, ...(objects ? { objects } : {}) }),
    );
    return hits.map((hit) => hit.title);
  };

  it("finds by two characters, pinyin, initials, surname readings, phone and e-mail", async () => {
    await create("account", { name: "深圳市启衡智能装备有限公司", website: "qiheng.cn" });
    await create("contact", { name: "曾小明", phone: "138 1234 5678", email: "zeng@example.com" });
    await create("contact", { name: "John Smith" });
    expect(await titles("启衡")).toEqual(["深圳市启衡智能装备有限公司"]);
    expect(await titles("qiheng")).toEqual(["深圳市启衡智能装备有限公司"]);
    expect(await titles("szsqh")).toEqual(["深圳市启衡智能装备有限公司"]);
    expect(await titles("zeng")).toEqual(["曾小明"]);
    expect(await titles("cengxiao")).toEqual(["曾小明"]);
    expect(await titles("zxm")).toEqual(["曾小明"]);
    expect(await titles("xm")).toEqual(["曾小明"]);
    expect(await titles("曾")).toEqual(["曾小明"]);
    expect(await titles("138-1234-5678")).toEqual(["曾小明"]);
    expect(await titles("5678")).toEqual(["曾小明"]);
    expect(await titles("ZENG@example")).toEqual(["曾小明"]);
    expect(await titles("smith john")).toEqual(["John Smith"]);
    expect(await titles("jo")).toEqual(["John Smith"]);
    expect(await titles("smith zeng")).toEqual([]);
    expect(await titles("智能", ["contact"])).toEqual([]);
  });

  it("takes nothing that a person types for a pattern, and finds nothing for nothing", async () => {
    await create("account", { name: "100% Cotton_Mill" });
    expect(await titles("100%")).toEqual(["100% Cotton_Mill"]);
    expect(await titles("cot%mill")).toEqual([]);
    expect(await titles("cotton_mill")).toEqual(["100% Cotton_Mill"]);
    expect(await titles("cottonxmill")).toEqual([]);
    expect(await titles(" ")).toEqual([]);
    expect(await titles("%%")).toEqual([]);
    expect(await titles("\\")).toEqual([]);
  });

  it("puts titles that begin with the text first", async () => {
    await create("account", { name: "Great Acme" });
    await create("account", { name: "Acme Holding" });
    await create("account", { name: "Acme" });
    expect(await titles("acme")).toEqual(["Acme", "Acme Holding", "Great Acme"]);
  });

  it("puts beginnings of names and words before what stands inside a word", async () => {
    const own = await test.workspace();
    const add = (
      object: string,
      names: readonly string[],
      more: (name: string) => object = () => ({}),
    ) =>
      own.transaction((trx) =>
        createRecords(trx, {
          object,
          actor,
          records: names.map((name) => ({ values: { name, ...more(name) } })),
        }),
      );
    await add(
      "contact",
      ["Rachel Zimmer", "Achim Friedrich von Hohenfels-Langenau", "王芳", "方伟", "芳丽"],
      (name) => (name.startsWith("R") ? { email: "rachel@north-acton.com" } : {}),
    );
    await add(
      "account",
      [
        "Pacific International Acorn Group",
        "Acme",
        "北京上海路灯具",
        "上海启衡",
        "安城重工",
        "North Acacia",
        "Lux",
      ],
      (name) => (name === "Lux" ? { website: "www.acx.cn" } : {}),
    );
    const ask = async (text: string) => {
      const hits = await own.transaction((trx) => searchRecords(trx, { text, limit: 10 }));
      return hits.map(({ title }) => title);
    };
    // Initials of 安城 begin its sound; in the entries of Lux and Rachel a word of an address begins so.
    expect(await ask("ac")).toEqual([
      "Acme",
      "Achim Friedrich von Hohenfels-Langenau",
      "安城重工",
      "North Acacia",
      "Pacific International Acorn Group",
      "Lux",
      "Rachel Zimmer",
    ]);
    expect(await ask("ach")).toEqual(["Achim Friedrich von Hohenfels-Langenau", "Rachel Zimmer"]);
    expect(await ask("上海")).toEqual(["上海启衡", "北京上海路灯具"]);
    expect(await ask("fang")).toEqual(["芳丽", "方伟", "王芳"]);
    expect(await ask("芳")).toEqual(["芳丽"]);
    expect(await ask("sh")).toEqual(["上海启衡", "北京上海路灯具"]);
    expect(await ask("acorn pacific")).toEqual(["Pacific International Acorn Group"]);
  });

  it("puts a company whose name has the text before what is called after it, and before leads that name it", async () => {
    const own = await test.workspace();
    const add = (object: string, records: readonly Record<string, unknown>[]) =>
      own.transaction((trx) =>
        createRecords(trx, { object, actor, records: records.map((values) => ({ values })) }),
      );
    await add("deal", [{ name: "恒砺精机 GTX-3015" }, { name: "Hailin Tools GTX-3015" }]);
    await add("lead", [{ name: "王砚", company: "恒砺精机" }]);
    await add("account", [
      { name: "苏州恒砺精机有限公司" },
      { name: "恒砺控股" },
      { name: "Great Hailin Tools" },
    ]);
    await add("contact", [{ name: "恒砺" }]);
    await add("product", [{ name: "GTX-3015" }]);
    const ask = async (text: string) => {
      const hits = await own.transaction((trx) => searchRecords(trx, { text, limit: 10 }));
      return hits.map(({ object, title }) => `${object} ${title}`);
    };
    expect(await ask("恒砺")).toEqual([
      "contact 恒砺",
      "account 恒砺控股",
      "account 苏州恒砺精机有限公司",
      "deal 恒砺精机 GTX-3015",
      "lead 王砚",
    ]);
    expect(await ask("hailin")).toEqual([
      "account Great Hailin Tools",
      "deal Hailin Tools GTX-3015",
    ]);
    expect((await ask("gtx"))[0]).toBe("product GTX-3015");
    // By sound the same, wherever a syllable begins.
    expect(await ask("hengli")).toEqual([
      "account 恒砺控股",
      "contact 恒砺",
      "account 苏州恒砺精机有限公司",
      "deal 恒砺精机 GTX-3015",
      "lead 王砚",
    ]);
    await add("account", [{ name: "张江力学" }]);
    await add("deal", [{ name: "杭江 100" }]);
    // "hangjiang" stands in zhangjiang, but no syllable begins there.
    expect(await ask("hangjiang")).toEqual(["deal 杭江 100", "account 张江力学"]);
    expect(await ask("jingji")).toEqual([
      "account 苏州恒砺精机有限公司",
      "deal 恒砺精机 GTX-3015",
      "lead 王砚",
    ]);
  });
});

it("findByEmailOrPhone() matches any notation, and no deleted record", async () => {
  const contact = await create("contact", { name: "A", phone: "+86 138-1234-5678" });
  const lead = await create("lead", { name: "B", email: "Li@Example.com" });
  const find = (email: string, phone: string) =>
    workspace.transaction((trx) =>
      findByEmailOrPhone(trx, { objects: ["lead", "contact"], email, phone }),
    );
  expect(await find(" LI@example.com", "13812345678")).toEqual([
    { object: "lead", id: lead.id },
    { object: "contact", id: contact.id },
  ]);
  await workspace.transaction((trx) => deleteRecord(trx, { object: "lead", id: lead.id, actor }));
  expect(await find("li@example.com", "1")).toEqual([]);
});

it("records of one workspace cannot be reached from another", async () => {
  const { id } = await create("account", { name: "Secret" });
  const other = await test.workspace();
  await expect(
    other.transaction((trx) => getRecord(trx, { object: "account", id })),
  ).rejects.toMatchObject({ code: "not-found" });
  const tables = await workspace.transaction((trx) =>
    sql<{ name: string }>`select tablename as name from pg_tables
      where schemaname = current_schema()`.execute(trx),
  );
  expect(tables.rows.length).toBeGreaterThan(15);
  for (const { name } of tables.rows) {
    const foreign = sql`select 1 from ${sql.table(workspace.schema)}.${sql.table(name)}`;
    await expect(other.transaction((trx) => foreign.execute(trx))).rejects.toThrow(
      /permission denied/,
    );
  }
});
