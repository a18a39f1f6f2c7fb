import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { cutCells } from "./cut-cells.ts";

function cut(text: string, delimiter: string): string[][] | undefined {
  const cells = cutCells(text, delimiter);
  if (cells === undefined) return undefined;
  const columns = Array.from({ length: cells.width }, (_, place) => cells.column(place, 0));
  return Array.from({ length: cells.lines }, (_, line) => columns.map((own) => own[line] ?? ""));
}

function parsed(text: string, delimiter: string): string[][] | undefined {
  try {
    return parse(text, { delimiter, skip_empty_lines: true });
  } catch {
    return undefined;
  }
}

it("cutCells() reads quotes, doubled quotes, separators and line ends inside cells, and leaves out blank lines", () => {
  const text = 'a,"b ""c""",d\r\n\r\n1,"x\r\ny, z",\r\n"",2,3';
  expect(cut(text, ",")).toEqual([
    ["a", 'b "c"', "d"],
    ["1", "x\r\ny, z", ""],
    ["", "2", "3"],
  ]);
  expect(cutCells("a,b\n1,2\n3,4\n", ",")?.column(1, 1)).toEqual(["2", "4"]);
});

it("cutCells() leaves to a parser whatever is not written plainly", () => {
  for (const odd of [
    'a,b"c\n1,2',
    'a,b\n"1"x,2',
    "a,b\n1",
    "a,b\n1,2,3",
    'a,"b',
    "",
    "\n\n",
    "a,b\r1,2",
  ]) {
    expect(cut(odd, ","), JSON.stringify(odd)).toSatisfy(
      (cells) => cells === undefined || JSON.stringify(cells) === JSON.stringify(parsed(odd, ",")),
    );
  }
});

it("cutCells() agrees with the parser wherever it answers, and answers for all that is written plainly", () => {
  const piece = fc.constantFrom("a", "1", ",", ";", '"', '""', "\n", "\r\n", "\r", " ", "值");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join("");
      const cells = cut(text, ",");
      if (cells !== undefined) expect(cells).toEqual(parsed(text, ","));
    }),
    { numRuns: 3_000 },
  );
  const cell = fc.array(fc.constantFrom("a", "7", ",", '"', "\n", " ", "值"), { maxLength: 4 });
  const row = fc.array(cell, { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      const texts = rows.map((cells) => cells.map((pieces) => pieces.join("")));
      const quoted = texts.map((cells) =>
        cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(","),
      );
      expect(cut(quoted.join("\n"), ",")).toEqual(texts);
    }),
  );
});
