import { expect, it } from "vitest";
import { createRedactor } from "./redactor.ts";

const redactor = createRedactor(["li.lei@huace.cn", "+8613800138000", "李雷", "u-77812", "abc"]);

it("createRedactor() takes words out of texts in every spelling, and nothing else", () => {
  expect(redactor.text("Write to LI.LEI@huace.cn or 138 0013 8000, ask 李雷")).toBe(
    "Write to [erased] or [erased], ask [erased]",
  );
  expect(redactor.text("/buy?mail=li.lei%40huace.cn&x=1")).toBe("/buy?mail=[erased]&x=1");
  expect(redactor.text("xli.lei@huace.cnx, 9138001380001, abc")).toBe(
    "xli.lei@huace.cnx, 9138001380001, abc",
  );
});

it.each([
  "008613800138000",
  "wa.me/8613800138000",
  "+86 138-0013-8000",
  "１３８００１３８０００",
  "电话138.0013.8000。",
  "李 雷",
  "李　雷",
  "li.lei＠huace.cn",
])("createRedactor() finds %s", (text) => {
  expect(redactor.text(text)).toContain("[erased]");
  expect(redactor.text(text)).not.toMatch(/8000|雷|lei|０００/u);
});

it("createRedactor() finds numbers of other countries, and land lines, as they are written at home", () => {
  const { text } = createRedactor(["+14155550123", "+862155551234"]);
  expect(text("call (415) 555-0123 or 1-415-555-0123, 021-55551234, 86 21 5555 1234")).toBe(
    "call ([erased] or [erased], [erased], [erased]",
  );
  expect(text("24155550123, 555-0123")).toBe("24155550123, 555-0123");
});

it("createRedactor() finds a word at the start of a line also where JSON is searched as it is stored", () => {
  for (const word of ["13800138000", "li.lei@huace.cn"]) {
    const stored = JSON.stringify({ note: `电话\n${word}\t.` });
    expect(stored).toMatch(new RegExp(redactor.pattern ?? "", "iu"));
  }
  for (const other of ["138001380001", "\\\\x13800138000"]) {
    expect(other).not.toMatch(new RegExp(redactor.pattern ?? "", "iu"));
  }
});

it("createRedactor() leaves members out whose whole value is a word, so that no mark becomes an identifier", () => {
  const event = {
    userId: "u-77812",
    context: { externalIds: [{ type: "crm", id: "u-77812" }], ids: ["u-77812", "other"] },
    note: "李雷 called",
    phone: 13800138000,
  };
  expect(redactor.json(event)).toEqual({
    context: { externalIds: [{ type: "crm" }], ids: ["other"] },
    note: "[erased] called",
  });
});
