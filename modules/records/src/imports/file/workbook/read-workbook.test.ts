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
  expect(table).toMatchObject({ encoding: "xlsx", sheet: "客户", sheets: ["空", "客户"] });
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
  ];
  for (const [content, words, sheet] of refusals) {
    await expect(read(content, sheet)).rejects.toThrow(words);
  }
});
