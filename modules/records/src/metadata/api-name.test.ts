import { apiNameSchema } from "@causeway/platform-contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { apiName, freeName } from "./api-name.ts";

it.each([
  ["采购金额", "caigou_jine"],
  ["是否VIP客户", "shifou_vip_kehu"],
  ["女装", "nvzhuang"],
  ["Close Date", "close_date"],
  ["Prénom", "prenom"],
  ["2nd", "n_2nd"],
  ["¿?", "field"],
])("apiName() makes of %s the name %s", (text, name) => {
  expect(apiName(text)).toBe(name);
});

it("freeName() passes by what is taken, and what the system uses itself", () => {
  expect(freeName("caigou_jine", new Set(["caigou_jine", "caigou_jine_2"]))).toBe("caigou_jine_3");
  expect(freeName("id", new Set())).toBe("id_2");
});

it("apiName() makes a name that the schema accepts of any text", () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom("采", "购", "女", "𠮷"), fc.string()) });
  fc.assert(fc.property(text, (any) => apiNameSchema.safeParse(apiName(any)).success));
});
