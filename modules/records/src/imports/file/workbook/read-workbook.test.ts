import { crc32, deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { readTable } from "../read-table.ts";

/** A ZIP archive as any program writes it (APPNOTE 6.3.3), deflated. */
function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(raw.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed);
    const entry = Buffer.alloc(42);
    entry.writeUInt16LE(20, 0);
    common.copy(entry, 2);
    entry.writeUInt32LE(offset, 38);
    directory.push(Buffer.from("PK\x01\x02", "latin1"), entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length / 3, 4);
  end.writeUInt16LE(directory.length / 3, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from("PK\x05\x06", "latin1"), end]);
}

const book = (
  sheets: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
) => {
  const names = Object.keys(sheets);
  const relation = (index: number) =>
    `<Relationship Id="rId${index}" Target="worksheets/sheet${index}.xml"/>`;
  return zip({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="x"><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index}" r:id="rId${index}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, at) => relation(at)).join("")}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index}.xml`,
        `<x:worksheet xmlns:x="m"><x:sheetData>${sheets[name]}</x:sheetData></x:worksheet>`,
      ]),
    ),
    ...more,
  });
};

const shared = {
  "xl/sharedStrings.xml":
    "<sst><si><t>名称</t></si><si><r><t>启</t></r><r><t xml:space='preserve'>衡 </t></r><rPh><t>ｹｲ</t></rPh></si></sst>",
  "xl/styles.xml":
    '<styleSheet><numFmts><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="166" formatCode="[Red]#,##0&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/></cellXfs></styleSheet>',
};

async function read(content: Buffer, sheet?: string) {
  async function* chunks() {
    for (let at = 0; at < content.length; at += 777) yield content.subarray(at, at + 777);
  }
  const { rows, ...table } = await readTable(chunks(), "zh", { sheet });
  const all = [];
  for await (const row of rows) all.push(row);
  return { ...table, rows: all };
}

it("readWorkbook() reads cells as the workbook keeps them, below a title, and counts rows as it does", async () => {
  const text = (value: string) => `<x:c t="inlineStr"><x:is><x:t>${value}</x:t></x:is></x:c>`;
  const table = await read(
    book(
      {
        空: "",
        客户: `<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>客户名单 2025</x:t></x:is></x:c></x:row>
          <x:row r="3"><x:c r="A3" t="s"><x:v>0</x:v></x:c>${text("签约日")}${text("时间")}${text("电话")}${text("金额")}${text("回访")}</x:row>
          <x:row r="4"><x:c r="A4" t="s"><x:v>1</x:v></x:c><x:c r="B4" s="1"><x:v>45717</x:v></x:c><x:c r="C4" s="2"><x:v>45717.39583333334</x:v></x:c>
            <x:c r="D4"><x:v>1.3812345678E10</x:v></x:c><x:c r="E4" s="3"><x:v>0.30000000000000004</x:v></x:c><x:c r="F4" t="b"><x:v>1</x:v></x:c></x:row>
          <x:row r="5"/><x:row r="9"><x:c r="A9" t="str"><x:f>1</x:f><x:v>a&amp;b</x:v></x:c></x:row>`,
      },
      shared,
    ),
  );
  expect(table).toMatchObject({ separator: "", sheet: "客户", sheets: ["空", "客户"] });
  expect(table.columns).toEqual(["名称", "签约日", "时间", "电话", "金额", "回访"]);
  expect(table.rows).toEqual([
    {
      line: 4,
      row: 4,
      cells: ["启衡", "2025-03-01", "2025-03-01 09:30:00", "13812345678", "0.3", "TRUE"],
    },
    { line: 9, row: 9, cells: ["a&b", "", "", "", "", ""] },
  ]);
});

it("readWorkbook() reads joined cells in every row that they reach, and heads of two rows", async () => {
  const line = (row: number, cells: Readonly<Record<string, string>>) =>
    `<row r="${row}">${Object.entries(cells)
      .map(([at, text]) => `<c r="${at}${row}" t="inlineStr"><is><t>${text}</t></is></c>`)
      .join("")}</row>`;
  const sheet = [
    line(1, { A: "客户清单" }),
    line(2, { A: "公司", B: "联系人", D: "备用联系人" }),
    line(3, { B: "姓名", C: "电话", D: "姓名", E: "城市" }),
    line(4, { A: "启衡", B: "李雷", C: "021", D: "王芳", E: "上海" }),
    line(5, { B: "韩梅梅" }),
    line(6, {}),
    line(7, { A: "小计：两人" }),
    line(8, { B: "无公司" }),
  ].join("");
  const merges = ["A1:E1", "A2:A3", "B2:C2", "D2:E2", "A4:A6", "E4:E5", "A7:E7"];
  const joined = merges.map((ref) => `<x:mergeCell ref="${ref}"/>`).join("");
  const content = book({
    客户: `${sheet}</x:sheetData><x:mergeCells>${joined}</x:mergeCells><x:sheetData>`,
  });
  const table = await read(content);
  expect(table.columns).toEqual(["公司", "联系人 姓名", "电话", "备用联系人 姓名", "城市"]);
  expect(table.rows.map(({ row, cells }) => [row, ...cells])).toEqual([
    [4, "启衡", "李雷", "021", "王芳", "上海"],
    [5, "启衡", "韩梅梅", "", "", "上海"],
    [7, "小计：两人", "", "", "", ""],
    [8, "", "无公司", "", "", ""],
  ]);
});

it("readWorkbook() takes no row of data for a second head, though a cell of the head is wide", async () => {
  const row = (number: number, cells: string) => `<row r="${number}">${cells}</row>`;
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const body = [
    row(1, `${text("姓名")}${text("电话")}`),
    row(2, `${text("李雷")}${text("家里")}${text("021")}`),
  ].join("");
  const merge =
    '</x:sheetData><x:mergeCells><x:mergeCell ref="B1:C1"/></x:mergeCells><x:sheetData>';
  const table = await read(book({ A: body + merge }));
  expect(table.columns).toEqual(["姓名", "电话"]);
  expect(table.rows).toHaveLength(1);
});

it("readWorkbook() passes over sheets of a head alone, counts from 1904, and makes no digits up", async () => {
  const head =
    '<row><c t="inlineStr"><is><t>编号</t></is></c><c t="inlineStr"><is><t>日期</t></is></c></row>';
  const data = `${head}<row><c><v>1.1010119900101123E17</v></c><c s="2"><v>43831</v></c></row>
    <row><c><v>123456789012345</v></c><c s="2"><v>0.5</v></c></row>
    <row><c t="s"><v>0</v></c><c><f>A1</f><v>7</v></c></row><row><c><f>A1</f></c><c><v>1</v></c></row>`;
  const workbook = (content: string) =>
    content.replace("<sheets>", '<workbookPr date1904="1"/><sheets>');
  const sheets = ["说明", "数据"].map((name, at) => `<sheet name="${name}" r:id="rId${at}"/>`);
  const of1904 = {
    ...shared,
    "xl/workbook.xml": workbook(
      `<workbook xmlns:r="x"><sheets>${sheets.join("")}</sheets></workbook>`,
    ),
  };
  const table = await read(book({ 说明: head, 数据: data }, of1904));
  expect(table.sheet).toBe("数据");
  expect(table.rows.map(({ cells }) => cells)).toEqual([
    ["1.10101199001011E+17", "2024-01-02"],
    ["123456789012345", "12:00:00"],
    ["名称", "7"],
    ["", "1"],
  ]);
  expect((await read(book({ 说明: head, 空: "" }))).rows).toEqual([]);
});

it("readWorkbook() refuses bombs, entities, other archives, missing sheets and what was cut, each in words", async () => {
  const row = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>';
  const good = book({ A: row });
  const bomb = book({ A: `${row}${"<row/>".repeat(300_000)}` });
  const entities = book(
    { A: row },
    { "xl/sharedStrings.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><sst/>" },
  );
  const refusals: readonly (readonly [Buffer, string, string?])[] = [
    [bomb, "200"],
    [entities, "已损坏"],
    [zip({ "word/document.xml": "<a/>" }), "xlsx"],
    [good.subarray(0, good.length - 30), "已损坏"],
    [good, "没有这个工作表", "B"],
    [book({ A: '<row><c r="AZZ1"><v>1</v></c></row>' }), "400"],
    [book({ A: `${row}<row><c><f>1+1</f></c></row>` }), "公式"],
  ];
  for (const [content, words, sheet] of refusals) {
    await expect(read(content, sheet)).rejects.toThrow(words);
  }
});
