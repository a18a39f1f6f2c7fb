import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTable } from "./read-table.ts";
import { detectSeparator } from "./text/detect-separator.ts";

async function* chunks(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function read(content: string | Buffer, size = 7) {
  const { rows, ...table } = await readTable(chunks(Buffer.from(content), size));
  const all = [];
  for await (const row of rows) all.push(row);
  return { ...table, ...table.written(), rows: all };
}

describe("readTable()", () => {
  it("reads quoted cells with separators, quotes and line breaks, and knows the line of each row", async () => {
    const table = await read('a,b\r\n"x, ""y""","1\n2"\r\n\r\nlast,3\r\n');
    expect(table.columns).toEqual(["a", "b"]);
    expect(table.rows).toEqual([
      { line: 2, row: 2, cells: ['x, "y"', "1\n2"] },
      { line: 5, row: 4, cells: ["last", "3"] },
    ]);
  });

  it("reads files that were put together from several systems, and those that name their separator", async () => {
    for (const text of [
      'a,b\r\n1,2\n3,4\r5,"6\r\n7"\n8,9\n',
      'sep=;\r\na;b\r\n1;2\r\n3;4\r\n5;"6\r\n7"\r\n8;9',
    ]) {
      const table = await read(text);
      expect(table.columns).toEqual(["a", "b"]);
      expect(table.rows.map(({ cells }) => cells)).toEqual([
        ["1", "2"],
        ["3", "4"],
        ["5", "6\r\n7"],
        ["8", "9"],
      ]);
      expect(table.rows.map(({ line }) => line - (table.rows[0]?.line ?? 0))).toEqual([0, 1, 2, 4]);
    }
  });

  it("refuses pictures, pages and programs, which any encoding can read as text", async () => {
    const draw = (length: number) =>
      Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 2_654_435_761) >>> 24));
    const picture = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), draw(9_000)]);
    const pages = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n");
    for (const content of [picture, pages, draw(400)]) {
      await expect(read(content, 512)).rejects.toThrow("no table");
    }
    // A table whose maker left some of them in its cells is one.
    const table = await read(`name,note\n${"Anna,\x01well and glad to be asked\n".repeat(40)}`);
    expect(table.rows).toHaveLength(40);
  });

  it("finds the head below a title, and counts rows as a spreadsheet does", async () => {
    for (const title of ["客户名单 2025;;;", "客户名单 2025"]) {
      const table = await read(
        `${title}\n;;;\n名称;城市;行业;电话\n启衡;上海;;\n;;;\n恒砺;宁波;;1\n`,
      );
      expect(table.columns).toEqual(["名称", "城市", "行业", "电话"]);
      expect(table.rows.map(({ row, cells }) => [row, cells[0]])).toEqual([
        [4, "启衡"],
        [6, "恒砺"],
      ]);
    }
  });

  it("gives every column a name of its own", async () => {
    expect((await read("a,,a\n1,2,3\n")).columns).toEqual(["a", "Column 2", "a (2)"]);
  });

  it("reads what was cut anywhere, packed or not", async () => {
    const content = Buffer.from("姓名;城市\n李雷;深圳\n");
    for (const packed of [content, gzipSync(content)]) {
      for (const size of [1, 2, 5, 1000]) {
        const table = await read(packed, size);
        expect(table).toMatchObject({
          encoding: "utf-8",
          separator: ";",
          columns: ["姓名", "城市"],
        });
        expect(table.rows.map(({ cells }) => cells)).toEqual([["李雷", "深圳"]]);
      }
    }
  });

  it("says in the reader's language what to do with an old Excel workbook", async () => {
    const file = Buffer.concat([Buffer.from("d0cf11e0", "hex"), Buffer.alloc(600, 7)]);
    await expect(readTable(chunks(file, 100), "zh")).rejects.toThrow("另存为");
  });

  it("refuses damaged and empty files as bad input", async () => {
    const damaged = gzipSync(Buffer.from("a,b\n1,2\n")).subarray(0, 15);
    const rows = Array.from({ length: 12_000 }, (_, at) => `${at},${(at * 7919) % 104_729}\n`);
    const far = gzipSync(`a,b\n${rows.join("")}`);
    for (const content of [Buffer.alloc(0), damaged, far.subarray(0, far.length - 1000)]) {
      await expect(read(content, 1000)).rejects.toMatchObject({ code: "bad-input" });
    }
    const bomb = gzipSync(Buffer.alloc(4 * 1024 ** 2, `${"a".repeat(99)}\n`));
    await expect(read(bomb, 1000)).rejects.toMatchObject({ code: "too-large" });
  });

  it("drops what PostgreSQL cannot hold", async () => {
    const table = await read("a,b\n1\0,2\n");
    expect(table.rows[0]?.cells).toEqual(["1", "2"]);
  });
});

describe("detectSeparator()", () => {
  it.each([
    ["a;b\n1,5;2,5\n", ";"],
    ["a\tb\n1\t2\n", "\t"],
    ['"a;b","c;d"\n"1","2"\n', ","],
    ["a|b|c\n1|2|3\n", "|"],
    ["one\ntwo\n", ","],
    ["a;b\r1;2,5\r3;4\r", ";"],
    ["sep=;\r\na,b;c\r\n", ";"],
  ])("of %j is %j", (text, separator) => {
    expect(detectSeparator(text)).toBe(separator);
  });
});
