import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { where } from "@causeway/engine-conditions";
import { auditMigrations } from "@causeway/platform-audit";
import type { ImportDraft, ImportRun, ParsedImportMap } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  planNodes,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refusedRows } from "../src/imports/refused-rows.ts";
import { createReferenceFinder } from "../src/imports/rows/find-references.ts";
import { planImport } from "../src/imports/rows/import-plan.ts";
import { readRow } from "../src/imports/rows/read-row.ts";
import { resolveRows } from "../src/imports/rows/resolve-rows.ts";
import { fewRows, keyIndexFor } from "../src/imports/run/key-index.ts";
import {
  type Actor,
  addField,
  cancelImport,
  createImport,
  createRecord,
  dropOldDrafts,
  exportCsv,
  type FieldUsesOf,
  getImport,
  getRecord,
  listImports,
  listRecords,
  type NewImport,
  onFieldUses,
  previewImport,
  readBoard,
  readSchema,
  recordHistory,
  recordsMigrations,
  removeField,
  runImport,
  startImport,
  undoImport,
  updateRecord,
} from "../src/index.ts";
import { createView } from "../src/views/views.ts";

const actor: Actor = { kind: "user", id: "ann" };
const environment: { readonly CAUSEWAY_TEST_DATA?: string } = process.env;
const dataFolder = environment.CAUSEWAY_TEST_DATA ?? "../shared/data";
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
});

const command = { actor, locale: "en", role: "admin", enqueue: async () => undefined } as const;

function upload(fileName: string, content: string | Buffer, object?: string): Promise<ImportDraft> {
  const source = Readable.from([Buffer.from(content)]);
  const known = object === undefined ? {} : { object };
  return createImport(workspace, { fileName, content: source, actor, locale: "en", ...known });
}

function proposalOf(draft: ImportDraft): ParsedImportMap {
  if (draft.proposal === null) throw new Error("The draft has no proposal");
  return draft.proposal;
}

async function run(draft: ImportDraft, map = proposalOf(draft)): Promise<ImportRun> {
  await startImport(workspace, draft.id, map, command);
  return runImport(workspace, draft.id);
}

async function refusedText(draft: ImportDraft): Promise<string> {
  const parts: string[] = [];
  const asked = { locale: "en", reader: undefined } as const;
  for await (const part of refusedRows(workspace, draft.id, asked)) parts.push(part);
  return parts.join("");
}

async function undo(draft: ImportDraft): Promise<ImportRun> {
  await undoImport(workspace, draft.id, command);
  return runImport(workspace, draft.id);
}

const all = (object: string) =>
  workspace.transaction(async (trx) => {
    const sort = { field: "created_at", direction: "asc" } as const;
    return (await listRecords(trx, { object, sort, limit: 200 })).records;
  });

const phoneColumns = [
  { column: "姓名", field: "name" },
  { column: "手机", field: "phone" },
];

/** Everything that records consist of, to compare before and after. */
async function snapshot(): Promise<unknown> {
  return workspace.transaction(async (trx) => {
    const tables = [
      "record_account",
      "record_contact",
      "record_deal",
      "record_lead",
      "search_entries",
      "record_changes",
    ];
    const parts: unknown[] = [];
    for (const table of tables) {
      const found = await sql`select * from ${sql.table(table)} order by 1, 2`.execute(trx);
      parts.push(found.rows);
    }
    return parts;
  });
}

describe("createImport()", () => {
  it.each([
    ["utf-8", Buffer.from("\uFEFF姓名,电话\n李雷,13812345678\n")],
    [
      "gb18030",
      Buffer.from([
        0xd0,
        0xd5,
        0xc3,
        0xfb,
        0x2c,
        0xb5,
        0xe7,
        0xbb,
        0xb0,
        0x0a,
        0xc0,
        0xee,
        0xc0,
        0xd7,
        0x2c,
        ...Buffer.from("13812345678\n"),
      ]),
    ],
    ["utf-16le", Buffer.from("\uFEFF姓名\t电话\n李雷\t13812345678\n", "utf16le")],
  ])("reads %s and proposes what it holds", async (encoding, content) => {
    const draft = await upload("联系人.csv", content);
    expect(draft).toMatchObject({ encoding, rowCount: 1 });
    expect(proposalOf(draft)).toMatchObject({
      object: "contact",
      columns: [
        { column: "姓名", field: "name" },
        { column: "电话", field: "phone" },
      ],
    });
    await run(draft);
    expect(
      (await all("contact")).map(({ values }) => [Object(values).name, Object(values).phone]),
    ).toEqual([["李雷", "+8613812345678"]]);
  });

  it("maps a column of companies to the reference there is, whatever its head, and shows refused rows far down", async () => {
    await run(await upload("客户.csv", "名称,城市\n启衡,上海\n恒砺,宁波\n"));
    const people = Array.from(
      { length: 30 },
      (_, at) => `人${at},${at % 2 ? "启衡" : "恒砺"}`,
    ).join("\n");
    for (const head of ["所属公司", "甲方"]) {
      const draft = await upload("联系人.csv", `姓名,${head}\n${people}\n李雷,无此公司\n`);
      const map = proposalOf(draft);
      expect(map.columns).toMatchObject([{ field: "name" }, { column: head, field: "account" }]);
      expect(map.newFields).toBeUndefined();
      const preview = await previewImport(workspace, draft.id, map, { locale: "zh" });
      expect(preview.rows.map(({ row, action }) => [row, action]).slice(19)).toEqual([
        [21, "create"],
        [32, "error"],
      ]);
    }
  });

  it("takes people for the same by their address, never by their name, and companies by theirs", async () => {
    const keyFor = async (file: string, content: string) =>
      proposalOf(await upload(file, content)).key;
    const people =
      "姓名,邮箱,电话\n李雷,li@a.cn,13812345678\n韩梅,han@a.cn,13812345679\n王芳,,1381234567\n";
    expect(await keyFor("联系人.csv", people)).toEqual(["email"]);
    expect(
      await keyFor("联系人.csv", "姓名,电话\n李雷,13812345678\n韩梅,13812345679\n"),
    ).toBeUndefined();
    expect(await keyFor("客户.csv", "名称,城市\n启衡,上海\n恒砺,宁波\n")).toEqual(["name"]);
  });

  it("reads dates by the order that their column shows, and takes no date for a telephone number", async () => {
    const head = "客户名称,创建日期,成立日期,合作起始,上门时间\n";
    const draft = await upload(
      "客户.csv",
      `${head}甲,2024/3/5,1/2/2020,31.12.2024,3/14/2025 9:30\n乙,2024/11/12 9:30,31/12/2020,1.2.2023,2025-01-01 0:00\n`,
    );
    const map = proposalOf(draft);
    expect(map.columns.map(({ field, dateOrder }) => [field, dateOrder])).toEqual([
      ["name", undefined],
      ["created_at", undefined],
      ["chengli_riqi", "day-first"],
      ["hezuo_qishi", undefined],
      ["shangmen_shijian", "month-first"],
    ]);
    expect(map.newFields?.map(({ type }) => type)).toEqual(["date", "date", "dateTime"]);
    // The clock is that of whoever imports, here eight hours ahead of UTC.
    const byClock = { ...map, timeZone: "Asia/Shanghai" };
    expect(await run(draft, byClock)).toMatchObject({ created: 2, failed: 0 });
    const taken = await all("account");
    expect(taken.map(({ values }) => values)).toMatchObject([
      {
        ...{ chengli_riqi: "2020-02-01", hezuo_qishi: "2024-12-31" },
        shangmen_shijian: "2025-03-14T01:30:00.000Z",
      },
      {
        ...{ chengli_riqi: "2020-12-31", hezuo_qishi: "2023-02-01" },
        shangmen_shijian: "2024-12-31T16:00:00.000Z",
      },
    ]);
    expect(taken.map(({ createdAt }) => createdAt.toISOString())).toEqual([
      "2024-03-04T16:00:00.000Z",
      "2024-11-12T01:30:00.000Z",
    ]);
    const cut = await upload("联系人.csv", "姓名,手机\n甲,1.38E+10\n#N/A,\n");
    const [row, failed] = (
      await previewImport(
        workspace,
        cut.id,
        { ...proposalOf(cut), columns: phoneColumns },
        { locale: "zh" },
      )
    ).rows;
    expect(row?.issues[0]?.message.zh).toContain("科学计数");
    expect(failed?.issues[0]?.message.zh).toContain("公式");
  });

  it("reads a file anew in the encoding that is chosen; the draft before goes, and readings once it runs", async () => {
    const content = Buffer.concat([Buffer.from("name,city\nLi,"), Buffer.from([0xc4, 0xd0])]);
    const take = (more: Partial<NewImport>) =>
      createImport(workspace, {
        ...{ fileName: "x.csv", content: Readable.from([content]), actor, locale: "en" },
        ...more,
      });
    const drafts = () =>
      workspace.transaction(async (trx) => {
        const found = await sql`select id, readings from imports`.execute(trx);
        return found.rows;
      });
    const first = await take({});
    expect(first).toMatchObject({ encoding: "gb18030", encodingSure: false });
    expect(first.readings[0]).toEqual({ encoding: "gb18030", text: "男" });
    const replaces = first.id;
    await take({ replaces, actor: { kind: "user", id: "bob" } });
    expect(await drafts()).toHaveLength(2);
    const second = await take({ replaces, encoding: "windows-1252" });
    expect(second).toMatchObject({ encoding: "windows-1252", encodingSure: true });
    expect(second.columns[1]?.samples).toEqual(["ÄÐ"]);
    expect(await drafts()).toHaveLength(2);
    await run(second, {
      object: "contact",
      columns: [{ column: "name", field: "name" }],
      createMissing: false,
    });
    expect(await drafts()).toContainEqual({ id: second.id, readings: [] });
  });

  it("a draft that nobody starts goes after seven days with its rows; started imports stay", async () => {
    const file = "姓名\n李雷\n韩梅\n";
    const [old, cancelled, started, fresh] = [
      await upload("a.csv", file),
      await upload("b.csv", file),
      await upload("c.csv", file),
      await upload("d.csv", file),
    ];
    await workspace.transaction((trx) =>
      sql`update imports set state = 'cancelled' where id = ${cancelled.id}`.execute(trx),
    );
    await run(started);
    const ends = await workspace.transaction((trx) => getImport(trx, fresh.id));
    expect(ends.expiresAt).toBe(fresh.expiresAt);
    const life = Date.parse(fresh.expiresAt) - Date.parse(ends.createdAt);
    expect(life).toBe(7 * 24 * 3_600_000);
    await workspace.transaction((trx) =>
      sql`update imports set created_at = created_at - interval '7 days'
        where id <> ${fresh.id}`.execute(trx),
    );
    const names = () =>
      workspace.transaction(async (trx) =>
        (await listImports(trx)).map(({ fileName }) => fileName).sort(),
      );
    // Its rows may be going already: it is as good as gone.
    await expect(run(old)).rejects.toMatchObject({ code: "not-found" });
    expect(await names()).toEqual(["b.csv", "c.csv", "d.csv"]);
    const kept = async () => {
      const found = await workspace.transaction((trx) =>
        sql<{ file_name: string; n: number }>`select file_name, count(number)::int as n
          from imports left join import_rows on import_id = id group by 1 order by 1`.execute(trx),
      );
      return found.rows.map(({ file_name: name, n }) => [name, n]);
    };
    await dropOldDrafts(workspace, new Date());
    expect(await kept()).toHaveLength(4);
    await dropOldDrafts(workspace, new Date(Date.now() + 2 * 3_600_000));
    expect(await kept()).toEqual([
      ["c.csv", 2],
      ["d.csv", 2],
    ]);
    await cancelImport(workspace, fresh.id, command);
    expect(await kept()).toEqual([["c.csv", 2]]);
  });

  it("refuses what is no table and leaves nothing of it", async () => {
    await expect(upload("x.csv", "")).rejects.toMatchObject({ code: "bad-input" });
    await expect(upload("x.csv", Buffer.from([0x1f, 0x8b, 1, 2, 3]))).rejects.toMatchObject({
      code: "bad-input",
    });
    const left = await workspace.transaction((trx) => sql`select 1 from imports`.execute(trx));
    expect(left.rows).toEqual([]);
  });
});

describe("previewImport()", () => {
  it("shows rows as they will be, counts, and the nearest value for what leads nowhere", async () => {
    await workspace.transaction(async (trx) => {
      await createRecord(trx, { object: "product", values: { name: "GTX Pro" }, actor });
      await createRecord(trx, { object: "account", values: { name: "Acme Corporation" }, actor });
    });
    const file =
      "deal,account,product,stage,amount\nA,Acme Corporation,GTXPro,Won,12\nB,acme corporation,GTX Pro,Wonn,x\n";
    const draft = await upload("deals.csv", file);
    const map = proposalOf(draft);
    const preview = await previewImport(workspace, draft.id, map, { locale: "en" });
    expect(preview.counts).toEqual({ all: 2, rows: 2, create: 0, update: 0, merged: 0, error: 2 });
    expect(preview.repairs).toMatchObject([
      { column: "product", from: "GTXPro", to: "GTX Pro", rows: 1, similarity: 1 },
      { column: "stage", from: "Wonn", to: "Won", rows: 1 },
      { column: "amount", from: "x", to: null, rows: 1 },
    ]);
    const repaired: ParsedImportMap = {
      ...map,
      columns: map.columns.map((column) => {
        if (column.column === "product") return { ...column, repairs: { GTXPro: "GTX Pro" } };
        return column.column === "stage" ? { ...column, repairs: { Wonn: "Won" } } : column;
      }),
    };
    const again = await previewImport(workspace, draft.id, repaired, { locale: "en" });
    expect(again.rows).toMatchObject([
      {
        line: 2,
        action: "create",
        values: { name: "A", stage: "won", amount: 12 },
        references: { product: "GTX Pro" },
      },
      {
        line: 3,
        action: "error",
        issues: [{ column: "amount", message: { en: "must be an amount" } }],
      },
    ]);
    const blanked = repaired.columns.map((column) =>
      column.column === "amount" ? { ...column, repairs: { x: "" } } : column,
    );
    const left = await previewImport(
      workspace,
      draft.id,
      { ...repaired, columns: blanked },
      { locale: "en" },
    );
    expect(left.counts).toMatchObject({ create: 2, error: 0 });
    expect((await all("deal")).length).toBe(0);
  });

  it("refuses a map that does not fit, with every issue", async () => {
    const draft = await upload("x.csv", "a,b\n1,2\n");
    const map: ParsedImportMap = {
      object: "deal",
      createMissing: false,
      columns: [
        { column: "a", field: "nothing" },
        { column: "c", field: "name" },
        { column: "b", field: "account", match: "size" },
      ],
      key: ["amount"],
    };
    await expect(previewImport(workspace, draft.id, map, { locale: "en" })).rejects.toMatchObject({
      code: "bad-input",
      issues: [
        { path: "columns[0].field" },
        { path: "columns[1].column" },
        { path: "columns[2].match" },
        { path: "key[0]" },
      ],
    });
  });
});

describe("runImport()", () => {
  it("updates by key, also within the file, leaves empty cells alone, and reports wrong rows", async () => {
    const { id } = await workspace.transaction((trx) =>
      createRecord(trx, {
        object: "account",
        values: { name: "Acme", external_id: "1", city: "Ulm", phone: "13812345678" },
        actor,
      }),
    );
    const file =
      'external_id,name,city,phone\n1,Acme,,13900000000\n2,"Beta\nGmbH",Bonn,\n2,Beta,Köln,\n\n3,=Gamma,Rom,none\n';
    const draft = await upload("accounts.csv", file);
    const before = await snapshot();
    const result = await run(draft);
    expect(result).toMatchObject({
      state: "done",
      rows: 4,
      done: 4,
      created: 1,
      updated: 2,
      failed: 1,
    });
    expect(result.errors).toEqual([
      {
        line: 7,
        row: 6,
        column: "phone",
        message: { zh: expect.any(String), en: "must be a telephone number" },
      },
    ]);
    const acme = await workspace.transaction((trx) => getRecord(trx, { object: "account", id }));
    expect(acme).toMatchObject({ version: 2, values: { city: "Ulm", phone: "+8613900000000" } });
    const [beta] = (await all("account")).filter(({ title }) => title === "Beta");
    expect(beta?.values).toMatchObject({ city: "Köln" });
    const history = await workspace.transaction((trx) =>
      recordHistory(trx, { object: "account", id }),
    );
    expect(history[0]?.actor).toEqual({ kind: "import", id: draft.id });
    const refused = await refusedText(draft);
    expect(refused).toBe(
      "\uFEFFexternal_id,name,city,phone,Why it was not imported\r\n" +
        "3,'=Gamma,Rom,none,phone: must be a telephone number\r\n",
    );
    const mended = await upload("mended.csv", refused.replace("none", "13700000000"));
    expect(mended).toMatchObject({ repeats: { fileName: "accounts.csv" }, sameAs: null });
    expect(await run(mended)).toMatchObject({ created: 1, updated: 0, failed: 0 });
    expect((await all("account")).map(({ title }) => title)).toContain("=Gamma");
    expect(await upload("again.csv", file)).toMatchObject({ sameAs: { id: draft.id, created: 1 } });
    await undo(mended);
    const undone = await undo(draft);
    expect(undone).toMatchObject({ state: "undone", errors: [] });
    const restored = await workspace.transaction((trx) =>
      getRecord(trx, { object: "account", id }),
    );
    expect(restored.values).toMatchObject({ city: "Ulm", phone: "+8613812345678" });
    expect((await all("account")).map(({ title }) => title)).toEqual(["Acme"]);
    expect(before).toBeDefined();
  });

  it("undo leaves no trace of what was created, and keeps what people have edited since", async () => {
    const before = await snapshot();
    const file = "name,email\nA,a@x.de\nB,b@x.de\nC,c@x.de\n";
    const first = await upload("contacts.csv", file);
    await run(first);
    expect(await undo(first)).toMatchObject({ state: "undone", errors: [] });
    expect(await snapshot()).toEqual(before);
    const second = await upload("contacts.csv", file);
    await run(second);
    const [, b] = await all("contact");
    await workspace.transaction((trx) =>
      updateRecord(trx, { object: "contact", id: b?.id ?? "", values: { title: "CEO" }, actor }),
    );
    const undone = await undo(second);
    expect(undone.errors).toEqual([
      {
        line: 3,
        row: 3,
        column: "",
        message: { zh: "导入后被修改过，已保留", en: "was edited since the import and stays" },
      },
    ]);
    expect((await all("contact")).map(({ title }) => title)).toEqual(["B"]);
  });

  it("undo gives a record of several rows what it had before the first of them, however far apart they stand", async () => {
    const head = "name,email,title\n";
    await run(await upload("contacts.csv", `${head}A,a@x.de,First\nB,b@x.de,Head\n`));
    const before = await all("contact");
    const fill = (from: number) =>
      Array.from({ length: 600 }, (_, at) => `N${from + at},n${from + at}@x.de,New\n`).join("");
    const rows = [
      "A,a@x.de,Second\nB,b@x.de,Chief\nA,a@x.de,Third\nN1,n1@x.de,Early\n",
      `${fill(0)}A,a@x.de,Fourth\nB,b@x.de,Head\n${fill(600)}`,
      "A,a@x.de,Fifth\nB,b@x.de,Chief\nN1,n1@x.de,Late\n",
    ];
    const draft = await upload("contacts.csv", head + rows.join(""));
    await run(draft, { ...proposalOf(draft), key: ["email"] });
    const titles = (await all("contact")).map(({ values }) => values["title"]);
    expect(titles.slice(0, 3)).toEqual(["Fifth", "Chief", "Late"]);
    expect(await undo(draft)).toMatchObject({ state: "undone", errors: [] });
    const after = await all("contact");
    expect(after.map(({ values }) => values)).toEqual(before.map(({ values }) => values));
  });

  it("undo removes the fields that the import added, unless something uses them, and says what", async () => {
    const fieldsOf = async () => {
      const schema = await workspace.transaction(readSchema);
      return objectNamed(schema, "contact").fields.map(({ name }) => name);
    };
    const made = (run: ImportRun) =>
      run.madeFields.map(({ name, state, reasons }) => [name, state, reasons.map(({ en }) => en)]);
    const before = await fieldsOf();
    const head = "name,email,shoe,hat,glove\n";
    const first = await upload("contacts.csv", `${head}A,a@x.de,42,L,x\nB,b@x.de,43,M,y\n`);
    expect(made(await run(first)).map(([name, state]) => [name, state])).toEqual(
      ["shoe", "hat", "glove"].map((name) => [name, "there"]),
    );
    const [a] = await all("contact");
    const viewer = { id: "ann", role: "admin" } as const;
    const view = { object: "contact", name: "Hats", shared: false, filter: null, sort: null };
    await workspace.transaction((trx) =>
      createView(trx, viewer, { ...view, columns: ["name", "hat"] }),
    );
    const second = await upload("more.csv", "name,shoe\nC,44\n");
    await run(second, {
      object: "contact",
      createMissing: false,
      columns: [
        { column: "name", field: "name" },
        { column: "shoe", field: "shoe" },
      ],
    });
    expect(made(await undo(first))).toEqual([
      ["shoe", "kept", ["1 record has a value of it, deleted ones included"]],
      ["hat", "kept", ["the view “Hats” uses it"]],
      ["glove", "removed", []],
    ]);
    expect(await fieldsOf()).toEqual([...before, "shoe", "hat"]);
    // The last one that filled it takes the field along; what became of it stands where it was added.
    expect(made(await undo(second))).toEqual([]);
    const after = await workspace.transaction((trx) => getImport(trx, first.id));
    expect(made(after).map(([name, state]) => [name, state])).toEqual([
      ["shoe", "removed"],
      ["hat", "kept"],
      ["glove", "removed"],
    ]);
    expect(await fieldsOf()).toEqual([...before, "hat"]);
    expect(a?.title).toBe("A");

    // Fields of a like name that somebody added later are theirs; a field that is gone stops no undo.
    const third = await upload("contacts.csv", "name,ring,size\nA,8,L\n");
    await run(third);
    await removeField(workspace, { object: "contact", field: "ring" }, { actor });
    await removeField(workspace, { object: "contact", field: "size" }, { actor });
    const own = { name: "ring", label: { zh: "戒指", en: "Ring" }, type: "text" } as const;
    await addField(workspace, "contact", own, { actor });
    const uses: FieldUsesOf = async () => [
      { object: "contact", field: "belt", by: { zh: "规则", en: "the rule" } },
    ];
    const stop = onFieldUses(uses);
    const fourth = await upload("contacts.csv", "name,belt\nA,8\n");
    await run(fourth);
    expect(made(await undo(third))).toEqual([
      ["ring", "removed", []],
      ["size", "removed", []],
    ]);
    expect(await fieldsOf()).toContain("ring");
    expect(made(await undo(fourth))).toEqual([["belt", "kept", ["the rule uses it"]]]);
    stop();
  });

  it("sets references within the file, makes missing ones when asked, and undo takes both back", async () => {
    const before = await snapshot();
    const companies = await upload(
      "accounts.csv",
      "account,subsidiary_of\nChild,Mother\nMother,\nOrphan,Nobody\n",
    );
    const result = await run(companies);
    expect(result).toMatchObject({ state: "done", created: 3 });
    expect(result.errors).toMatchObject([{ line: 4, column: "subsidiary_of" }]);
    const [child, mother] = await all("account");
    expect(Object(child?.values).parent).toBe(mother?.id);
    const deals = await upload(
      "deals.csv",
      "deal,account,product\nOne,mother,New One\nTwo,Other,NEW ONE\n",
    );
    const map = { ...proposalOf(deals), createMissing: true };
    expect((await previewImport(workspace, deals.id, map, { locale: "en" })).counts).toMatchObject({
      create: 2,
    });
    expect(await run(deals, map)).toMatchObject({ created: 2, failed: 0 });
    const made = await all("deal");
    expect(Object(made[0]?.values).product).toBe(Object(made[1]?.values).product);
    expect((await all("account")).map(({ title }) => title).sort()).toEqual([
      "Child",
      "Mother",
      "Orphan",
      "Other",
    ]);
    expect(await undo(deals)).toMatchObject({ state: "undone", errors: [] });
    expect(await undo(companies)).toMatchObject({ state: "undone", errors: [] });
    expect(await snapshot()).toEqual(before);
    const again = await upload("accounts.csv", "account,subsidiary_of\nMother,\nOrphan,Nobody\n");
    await run(again);
    // Taken without its mother: the file to mend names the record, which is changed, not made again.
    const refused = await refusedText(again);
    expect(refused.split("\r\n").slice(1)).toEqual([
      expect.stringMatching(
        /^[0-9a-f-]{36},Orphan,Nobody,subsidiary_of: “Nobody” leads to no record$/,
      ),
      "",
    ]);
    const mended = await upload("mended.csv", refused.replace(",Nobody,", ",Mother,"));
    expect(await run(mended)).toMatchObject({ created: 0, updated: 1, failed: 0, errors: [] });
    const mothers = (await all("account")).map(({ values }) => Object(values).parent);
    expect(mothers).toEqual([null, expect.any(String)]);
  });

  it("goes on after a stop without doing a row twice, and stops when cancelled", async () => {
    // So many that a busy machine has time to see the first chunk before the last is done.
    const total = 6_000;
    const lines = Array.from({ length: total }, (_, index) => `n${index}`).join("\n");
    const draft = await upload("contacts.csv", `name\n${lines}\n`);
    await startImport(workspace, draft.id, proposalOf(draft), command);
    const chunks: AbortController[] = [];
    for (let attempt = 0; attempt < 2; attempt++) {
      const controller = new AbortController();
      chunks.push(controller);
      // Aborted while the first chunk of this run is in work.
      const running = runImport(workspace, draft.id, { signal: controller.signal });
      const watch = async (): Promise<void> => {
        const { done } = await workspace.transaction((trx) => getImport(trx, draft.id));
        if (done > attempt * 1_000) controller.abort();
        else await watch();
      };
      await Promise.all([running, watch()]);
    }
    expect((await workspace.transaction((trx) => getImport(trx, draft.id))).state).toBe("running");
    const done = await runImport(workspace, draft.id);
    expect(done).toMatchObject({ state: "done", done: total, created: total });
    const counted = await workspace.transaction((trx) =>
      sql<{ n: number }>`select count(distinct name) as n from record_contact`.execute(trx),
    );
    expect(counted.rows[0]?.n).toBe(total);
    const other = await upload("contacts.csv", "name\nx\n");
    await startImport(workspace, other.id, proposalOf(other), command);
    await cancelImport(workspace, other.id, command);
    await expect(runImport(workspace, other.id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("takes an export back: what was edited in it changes the records, and nothing else does", async () => {
    const account = await workspace.transaction((trx) =>
      createRecord(trx, { object: "account", values: { name: "=Acme" }, actor }),
    );
    for (const stage of ["won", null]) {
      const values = { name: "One", account: account.id, stage, amount: 5 };
      await workspace.transaction((trx) => createRecord(trx, { object: "deal", values, actor }));
    }
    const before = await all("deal");
    const parts: string[] = [];
    const input = { object: "deal", locale: "zh" } as const;
    for await (const part of exportCsv(workspace, input, async () => new Map())) parts.push(part);
    const same = await upload("商机.csv", parts.join(""));
    expect(await run(same)).toMatchObject({ created: 0, updated: 0, failed: 0, errors: [] });
    expect(await all("deal")).toEqual(before);
    const edited = await upload("商机.csv", parts.join("").replace("赢单", "输单"));
    expect(await run(edited)).toMatchObject({ created: 0, updated: 1, failed: 0 });
    const stages = (await all("deal")).map(({ values }) => Object(values).stage);
    expect(stages.sort()).toEqual(["lost", null]);
  });

  it("owners are members by name or address; who is none is told, and empty cells erase only when asked", async () => {
    const names = [
      ["li", "李 雷", "li@qiheng.cn"],
      ["han", "韩梅", "han@qiheng.cn"],
      ["han2", "韩梅", "han2@qiheng.cn"],
    ] as const;
    const members = names.map(([id, name, email]) => ({ id, name, email }));
    const membersOf = async () => members;
    const take = async (file: string, change: Partial<ParsedImportMap> = {}) => {
      const content = Readable.from([Buffer.from(file)]);
      const draft = await createImport(workspace, {
        ...{ fileName: "联系人.csv", content, actor, locale: "zh", membersOf },
      });
      const map = { ...proposalOf(draft), ...change };
      const preview = await previewImport(workspace, draft.id, map, { locale: "zh", membersOf });
      await startImport(workspace, draft.id, map, command);
      return { draft, map, preview, run: await runImport(workspace, draft.id, { membersOf }) };
    };
    const owners = async () => (await all("contact")).map(({ ownerId }) => ownerId);
    const head = "姓名,邮箱,职务,负责人\n";
    const first = await take(
      `${head}甲,a@x.cn,CEO,LI@qiheng.cn\n乙,b@x.cn,CTO,李雷\n丙,c@x.cn,,韩梅\n丁,d@x.cn,,路人\n`,
    );
    expect(first.map.columns.at(-1)).toEqual({ column: "负责人", field: "owner_id" });
    expect(first.preview.rows[1]?.references).toEqual({ owner_id: "李 雷" });
    expect(first.preview.counts).toMatchObject({ create: 4, error: 0 });
    expect(first.preview.repairs.map(({ from, to }) => [from, to])).toEqual([
      ["韩梅", null],
      ["路人", null],
    ]);
    expect(await owners()).toEqual(["li", "li", actor.id, actor.id]);
    const change = `${head}甲,a@x.cn,,han@qiheng.cn\n乙,b@x.cn,,路人\n`;
    expect((await take(change)).run).toMatchObject({ created: 0, updated: 1 });
    const erased = await take(change, { emptyErases: true });
    expect(erased.run).toMatchObject({ created: 0, updated: 2 });
    const titles = (await all("contact")).map(({ values }) => Object(values).title);
    expect(titles).toEqual([null, null, null, null]);
    expect(await owners()).toEqual(["han", "li", actor.id, actor.id]);
    await undo(erased.draft);
    expect((await all("contact")).map(({ values }) => Object(values).title)).toContain("CTO");
  });

  it("makes new fields only for admins", async () => {
    const draft = await upload("contacts.csv", "name,shoe size\nA,42\n");
    const member = { ...command, role: "member" } as const;
    await expect(startImport(workspace, draft.id, proposalOf(draft), member)).rejects.toMatchObject(
      { code: "forbidden" },
    );
    expect(await run(draft)).toMatchObject({ created: 1 });
    expect((await all("contact"))[0]?.values).toMatchObject({ shoe_size: 42 });
  });

  it("stores formulas, scripts and SQL as the text they are, ragged rows as far as they go", async () => {
    const texts = ["=1+1", "<script>alert(1)</script>", "'; drop table record_contact; --", "'=A1"];
    const file = `name,title\n${texts.map((text) => `"${text}"`).join("\n")}\nlast,a,b\n`;
    const draft = await upload("contacts.csv", file);
    const result = await run(draft);
    expect(result).toMatchObject({ created: 4, failed: 1 });
    expect((await all("contact")).map(({ title }) => title)).toEqual([...texts.slice(0, 3), "=A1"]);
  });
});

describe.skipIf(!existsSync(join(dataFolder, "maven_crm")))("the Maven CRM files", () => {
  const file = (name: string) => join(dataFolder, "maven_crm", name);
  const take = (name: string) =>
    createImport(workspace, {
      fileName: name,
      content: createReadStream(file(name)),
      actor,
      locale: "en",
    });

  it("become accounts, products, teams and 8,800 deals with the proposed map and repairs", async () => {
    const accounts = await take("accounts.csv");
    const accountMap = proposalOf(accounts);
    const preview = await previewImport(workspace, accounts.id, accountMap, { locale: "en" });
    expect(preview.repairs).toMatchObject([{ from: "technolgy", to: "technology", rows: 12 }]);
    expect(preview.counts).toEqual({
      all: 85,
      rows: 85,
      create: 85,
      update: 0,
      merged: 0,
      error: 0,
    });
    const industry = accountMap.columns.find(({ field }) => field === "industry");
    if (industry) industry.repairs = { technolgy: "technology" };
    expect(await run(accounts, accountMap)).toMatchObject({ created: 85, failed: 0, errors: [] });
    const children = where("parent.name", "equals", "Sonron");
    const subsidiaries = await workspace.transaction((trx) =>
      listRecords(trx, { object: "account", filter: children, limit: 9 }),
    );
    expect(subsidiaries.records).toHaveLength(3);
    expect(await run(await take("products.csv"))).toMatchObject({ created: 7, failed: 0 });
    const teams = await take("sales_teams.csv");
    const teamMap = proposalOf(teams);
    expect(teamMap).toMatchObject({
      newObject: { name: "sales_teams" },
      columns: [{ field: "name" }, { field: "manager" }, { field: "regional_office" }],
      key: ["name"],
    });
    expect(await run(teams, teamMap)).toMatchObject({ created: 35, failed: 0 });
    const deals = await take("sales_pipeline.csv");
    const dealMap = proposalOf(deals);
    expect(dealMap).toMatchObject({
      object: "deal",
      key: ["external_id"],
      createMissing: false,
      templates: { name: "{product} {account}" },
      newFields: [{ name: "sales_teams", type: "reference", target: "sales_teams" }],
    });
    const dealPreview = await previewImport(workspace, deals.id, dealMap, { locale: "en" });
    expect(dealPreview.repairs).toMatchObject([
      { column: "product", from: "GTXPro", to: "GTX Pro", rows: 1480 },
    ]);
    expect(dealPreview.counts).toEqual({
      all: 8800,
      rows: 8800,
      create: 7320,
      update: 0,
      merged: 0,
      error: 1480,
    });
    const product = dealMap.columns.find(({ field }) => field === "product");
    if (product) product.repairs = { GTXPro: "GTX Pro" };
    expect(await run(deals, dealMap)).toMatchObject({ created: 8800, failed: 0, errors: [] });
    const board = await workspace.transaction((trx) =>
      readBoard(trx, { object: "deal", totalField: "amount", limit: 1 }),
    );
    const counts = Object.fromEntries(board.columns.map(({ value, count }) => [value, count]));
    expect(counts).toMatchObject({ discovery: 500, validation: 1589, won: 4238, lost: 2473 });
    const found = await workspace.transaction((trx) =>
      listRecords(trx, {
        object: "deal",
        filter: where("account.industry", "equals", "technology"),
        limit: 1,
      }),
    );
    expect(found.records).toHaveLength(1);
    // A second import of the same file changes nothing.
    const again = await take("sales_pipeline.csv");
    const againMap = { ...dealMap };
    expect(await run(again, againMap)).toMatchObject({ created: 0, updated: 0, failed: 0 });
    expect(await undo(deals)).toMatchObject({ state: "undone", errors: [] });
    expect(await all("deal")).toEqual([]);
  }, 120_000);
});

describe.skipIf(!existsSync(join(dataFolder, "bank")))("the bank marketing file", () => {
  it("becomes 41,188 leads with outcomes, its other columns new fields", async () => {
    const name = "bank-additional-full.csv.gz";
    const content = createReadStream(join(dataFolder, "bank", name));
    const draft = await createImport(workspace, {
      fileName: name,
      content,
      actor,
      locale: "en",
    });
    expect(proposalOf(draft).object).toBe("lead");
    expect(draft).toMatchObject({ rowCount: 41_188, separator: ";" });
    const result = await run(draft);
    expect(result).toMatchObject({ created: 41_188, failed: 0, errors: [] });
    const won = await workspace.transaction((trx) =>
      sql<{ n: number }>`select count(*) as n from record_lead where outcome = 'won'`.execute(trx),
    );
    expect(won.rows[0]?.n).toBe(4640);
  }, 180_000);
});

it("a large import by a text field has an index on it while it runs, and a title is looked up by its sort key", async () => {
  const schema = await workspace.transaction(readSchema);
  const object = objectNamed(schema, "contact");
  const indexes = async () => {
    const found = await workspace.transaction((trx) =>
      sql<{ definition: string }>`select indexdef as definition from pg_indexes
        where schemaname = current_schema() and indexname like 'import_key_%'`.execute(trx),
    );
    return found.rows.map(({ definition }) => definition);
  };
  const index = keyIndexFor(workspace, { object, key: ["wechat_openid"] }, fewRows);
  await index?.ensure();
  await index?.ensure();
  expect(await indexes()).toEqual([expect.stringContaining("(wechat_openid)")]);
  await index?.drop();
  expect(await indexes()).toEqual([]);
  for (const key of [["email"], ["name"], ["wechat_openid", "email"], []]) {
    expect(keyIndexFor(workspace, { object, key }, fewRows)).toBeUndefined();
  }
  expect(keyIndexFor(workspace, { object, key: ["wechat_openid"] }, fewRows - 1)).toBeUndefined();

  const file = "姓名,邮箱\n李雷,li@example.com\n韩梅梅,han@example.com\n";
  for (const expected of [{ created: 2 }, { created: 0 }]) {
    const draft = await upload("联系人.csv", file, "contact");
    expect(await run(draft, { ...proposalOf(draft), key: ["name"] })).toMatchObject(expected);
  }
  const plan = planImport(
    schema,
    ["姓名"],
    {
      object: "contact",
      columns: [{ column: "姓名", field: "name" }],
      key: ["name"],
      createMissing: false,
    },
    "zh",
  );
  const row = readRow(plan, { number: 1, line: 2, row: 2, cells: ["李雷"] });
  const finder = createReferenceFinder(() => true);
  const plans = await workspace.transaction(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx);
    return explainQueries(trx, (traced) =>
      resolveRows(traced, plan, [row], finder, { exists: true }),
    );
  });
  const names = plans.flatMap(planNodes).map((node) => node["Index Name"]);
  expect(names).toContain("record_contact_title_key_id_idx");
});
