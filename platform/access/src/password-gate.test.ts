import { expect, it } from "vitest";
import { createPasswordGate } from "./password-gate.ts";

let nowMs = 0;
const gateAt = (publicUrl = "http://crm.example") =>
  createPasswordGate({
    secrets: { derive: (purpose) => `key for ${purpose}` },
    secureCookies: publicUrl.startsWith("https:"),
    clock: () => new Date(nowMs),
  });

const from = (ip: string, email: string, cookie?: string) => ({
  email,
  ip,
  headers: new Headers(cookie === undefined ? {} : { cookie }),
});

it("createPasswordGate() slows an account's strangers down wherever they are, and a known browser not with them", () => {
  const gate = gateAt();
  const cookie = gate.remember(from("10.0.0.1", "fang@example.com")).split(";")[0] ?? "";
  let passed = 0;
  for (let machine = 0; machine < 200; machine++) {
    try {
      gate.enter(from(`198.51.100.${machine}`, "fang@example.com"));
      passed += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: "rate-limited" });
    }
  }
  expect(passed).toBe(100);
  const known = from("198.51.100.7", "Fang@example.com", `other=1; ${cookie}`);
  for (let attempt = 0; attempt < 10; attempt++) gate.enter(known);
  expect(() => gate.enter(known)).toThrow("try again in");
  expect(() => gate.enter(from("10.0.0.9", "li@example.com"))).not.toThrow();
  nowMs += 3600 * 1000;
  expect(() => gate.enter(from("10.0.0.9", "fang@example.com"))).not.toThrow();
});

it("createPasswordGate() knows a browser for the account it was remembered for only, by a cookie that scripts do not see", () => {
  const gate = gateAt("https://crm.example");
  const cookie = gate.remember(from("10.0.0.1", "fang@example.com"));
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
  const [pair = ""] = cookie.split(";");
  const renamed = pair.replace(
    /^[^=]+/,
    gate.remember(from("10.0.0.1", "li@example.com")).split("=")[0] ?? "",
  );
  const asLi = from("10.0.0.2", "li@example.com", renamed);
  for (let attempt = 0; attempt < 10; attempt++) gate.enter(asLi);
  expect(() => gate.enter(from("10.0.0.2", "li@example.com"))).toThrow("try again in");
});
