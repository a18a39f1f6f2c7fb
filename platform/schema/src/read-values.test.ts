import { expect, it } from "vitest";
import { objectNamed } from "./model.ts";
import { readValues } from "./read-values.ts";
import { standardObjects } from "./standard/standard-objects.ts";

const contact = objectNamed({ version: 1, objects: standardObjects }, "contact");

it("readValues() gives canonical values; blank is null", () => {
  const input = { name: " 李雷 ", phone: "13812345678", title: "  ", rank: "manager" };
  expect(readValues(contact, input, { isNew: true, locale: "en" })).toEqual({
    ok: true,
    values: { name: "李雷", phone: "+8613812345678", title: null, rank: "manager" },
  });
});

it("readValues() reports every issue at once, with its place and in the reader's language", () => {
  const input = { email: "x", rank: "king", nickname: "Lei" };
  const reading = readValues(contact, input, { isNew: true, locale: "zh" });
  expect(
    reading.ok ? [] : reading.issues.map((issue) => `${issue.path}: ${issue.message}`),
  ).toEqual([
    "values.email: 应为电子邮箱地址",
    "values.rank: 不是该字段的选项",
    "values.nickname: 没有这个字段",
    "values.name: 必填",
  ]);
});

it("readValues() lets a change leave a required field alone, but not empty it", () => {
  expect(readValues(contact, { title: "x" }, { isNew: false, locale: "en" }).ok).toBe(true);
  expect(readValues(contact, { name: "" }, { isNew: false, locale: "en" }).ok).toBe(false);
});

it("readValues() takes no name of Object.prototype for a field", () => {
  const input = JSON.parse('{"name":"a","__proto__":"x","constructor":"y"}');
  const reading = readValues(contact, input, { isNew: true, locale: "en" });
  expect(reading.ok ? [] : reading.issues.map(({ path }) => path)).toEqual([
    "values.__proto__",
    "values.constructor",
  ]);
});
