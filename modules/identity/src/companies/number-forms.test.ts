import { expect, it } from "vitest";
import { numberForms } from "./number-forms.ts";

it("numberForms() knows a number however it is written", () => {
  expect(numberForms(" So2026-12 ")).toEqual([
    "So2026-12",
    "#So2026-12",
    "SO2026-12",
    "#SO2026-12",
    "so2026-12",
    "#so2026-12",
  ]);
  expect(numberForms("#1001")).toEqual(["1001", "#1001"]);
  expect(numberForms("ＳＯ１００１")).toContain("SO1001");
});

it("numberForms() finds numbers within a title, and takes neither years nor dates nor quantities for one", () => {
  expect(numberForms("启衡 备件订单 SO0012345678")).toContain("SO0012345678");
  expect(numberForms("启衡备件订单SO0012345678（续）")).toContain("SO0012345678");
  expect(numberForms("Parts order 12345/7, spring")).toContain("12345/7");
  for (const text of [
    "Renewal 2026",
    "Visit 2026-01-15",
    "Visit 20260115",
    "120 pcs",
    "A1",
    "7",
    "0000",
  ]) {
    expect(numberForms(text)).toEqual([]);
  }
});
