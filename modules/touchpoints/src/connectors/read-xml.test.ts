import { expect, it } from "vitest";
import { readXml } from "./read-xml.ts";

it("readXml() gives nested elements, lists and text", () => {
  expect(
    readXml("<xml><a>1 &lt; 2</a><b><c><![CDATA[<x>]]></c></b><d>1</d><d>2</d></xml>"),
  ).toEqual({
    ...{ a: "1 < 2", b: { c: "<x>" }, d: ["1", "2"] },
  });
});

it("readXml() knows no entities and no document types, and bounds depth and number", () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>';
  const file = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>';
  expect([bomb, file, "<x>&unknown;</x>", "<x><y></x>", "text"].map(readXml)).toEqual(
    Array.from({ length: 5 }, () => null),
  );
  expect(readXml("<x>".repeat(20) + "</x>".repeat(20))).toBeNull();
  expect(readXml(`<x>${"<y/>".repeat(3_000)}</x>`)).toBeNull();
});

it("readXml() takes names that objects have by themselves for names", () => {
  const read = readXml("<xml><__proto__>1</__proto__><toString>2</toString></xml>");
  expect(Object.keys(read ?? {}).sort()).toEqual(["__proto__", "toString"]);
  expect(Object.prototype).not.toHaveProperty("1");
});
