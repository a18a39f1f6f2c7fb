import { expect, it } from "vitest";
import { plainCompanyName } from "./plain-company-name.ts";

it("plainCompanyName() leaves out legal forms, in Chinese also before the branch in brackets", () => {
  const names = [
    "恒砺精机有限公司",
    "恒砺精机有限责任公司",
    "恒砺精机股份有限公司",
    "恒砺 精机",
    "恒砺精机公司",
  ];
  expect(new Set(names.map(plainCompanyName))).toEqual(new Set(["恒砺精机"]));
  expect(plainCompanyName("恒砺精机有限公司（宁波）")).toBe("恒砺精机(宁波)");
  const latin = [
    "Acme Tools Co., Ltd.",
    "Acme Tools GmbH",
    "Acme Tools, Inc.",
    "Acme Tools L.L.C.",
  ];
  expect(new Set(latin.map(plainCompanyName))).toEqual(new Set(["Acme Tools"]));
});

it("plainCompanyName() keeps groups and holdings apart from their companies, and never leaves nothing", () => {
  expect(plainCompanyName("恒砺集团有限公司")).toBe("恒砺集团");
  expect(plainCompanyName("Acme Holding AG")).toBe("Acme Holding");
  expect(plainCompanyName("有限公司")).toBe("有限公司");
  expect(plainCompanyName("Limited")).toBe("Limited");
});
