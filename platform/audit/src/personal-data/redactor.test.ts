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
