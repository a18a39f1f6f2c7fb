import { expect, it } from "vitest";
import { shapes, textMasks } from "./personal-patterns.ts";

const phone = textMasks.phone(shapes.phone);
const email = textMasks.email(shapes.email);

it("textMasks.phone() finds numbers in every notation, and nothing that is none", () => {
  expect(phone("请回电 138 1234 5678，或 +86-13912340761。")).toBe(
    "请回电 138****5678，或 139****0761。",
  );
  expect(phone("tel:021-55551234 +1 (415) 555-2671")).toBe("tel:021****1234 +14****2671");
  for (const text of [
    "2026-11-26T05:15:30.123Z",
    "01981234-5678-7123-8123-138123456789",
    "order 1381234567890123, amount 13,812,345,678",
    "a138123456781",
  ]) {
    expect(phone(text)).toBe(text);
  }
});

it("textMasks.email() keeps the first letter and the domain, in texts and in addresses of pages", () => {
  expect(email("li.lei@example.com wrote; see ?e=wang%40sub.example.cn&x=1")).toBe(
    "l***@example.com wrote; see ?e=w***%40sub.example.cn&x=1",
  );
  expect(email("@nobody, a@b")).toBe("@nobody, a@b");
});
