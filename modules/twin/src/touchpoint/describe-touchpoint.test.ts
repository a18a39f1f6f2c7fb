import { expect, test } from "vitest";
import { detailOf, titleOf } from "./describe-touchpoint.ts";

const base = { type: "track", topic: null, subject: null, facts: {} };

test("titleOf says what a form or a visit was for, and leaves titles as they are", () => {
  const form = { ...base, name: "Form Submitted", subject: "quote" };
  expect([titleOf(form, "zh"), titleOf(form, "en")]).toEqual([
    "提交表单 询价",
    "Submitted a form for a quote",
  ]);
  expect(titleOf({ ...form, subject: "白皮书下载" }, "zh")).toBe("提交表单 白皮书下载");
});

test("titleOf ends no English sentence with a preposition", () => {
  const scan = { ...base, name: "Badge Scanned" };
  expect(titleOf(scan, "en")).toBe("Badge scanned");
  expect(titleOf({ ...scan, subject: "Industry fair" }, "en")).toBe(
    "Badge scanned at Industry fair",
  );
});

test("titleOf has words for what the connectors and the demo send", () => {
  const names = ["Sample Cut Done", "Email Delivered", "WeCom Contact Added", "Order Paid"];
  expect(names.map((name) => titleOf({ ...base, name }, "zh"))).toEqual([
    "完成试切",
    "邮件送达",
    "添加企业微信",
    "付款",
  ]);
});

test("detailOf writes amounts in their currency, and what it cannot read as it came", () => {
  const order = (facts: Readonly<Record<string, string>>) =>
    detailOf({ ...base, name: "Order Completed", facts }, "zh");
  expect(order({ total: "98510", currency: "CNY" })).toBe("¥98,510");
  expect(order({ total: "98510" })).toBe("98,510");
  expect(order({ total: "98510", currency: "points" })).toBe("98,510 points");
  expect(order({ total: "about ten", currency: "CNY" })).toBe("about ten");
  expect(order({})).toBeNull();
});

test("detailOf says of each number of a machine what it counts", () => {
  const facts = { beats: "4", beamHours: "68.5", alarms: "0" };
  const machine = { ...base, name: "Machine Heartbeat", facts };
  expect(detailOf(machine, "en")).toBe("4 heartbeats · 68.5 beam hours · 0 alarms");
  expect(detailOf(machine, "zh")).toBe("心跳 4 次 · 出光 68.5 小时 · 报警 0 次");
});
