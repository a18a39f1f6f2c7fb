import type { Source } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { curlFor, sdkFor } from "./snippets.ts";
import { healthOf } from "./source-health.ts";

const now = Date.UTC(2026, 10, 18);
const source = {
  id: "s",
  name: "Website",
  kind: "web",
  keyStart: "wk_ab",
  connects: true,
  connectedAt: null,
  enabled: true,
  createdAt: new Date(now).toISOString(),
  lastEventAt: new Date(now - 60_000).toISOString(),
  events24h: 5,
  rejected24h: 0,
  deadLetters: 0,
  lastError: null,
} as Source;

test("healthOf tells the worst news first", () => {
  expect(healthOf(source, now)).toBe("healthy");
  expect(healthOf({ ...source, rejected24h: 1 }, now)).toBe("rejecting");
  expect(healthOf({ ...source, deadLetters: 1 }, now)).toBe("unreadable");
  expect(healthOf({ ...source, lastEventAt: null }, now)).toBe("waiting");
  expect(healthOf(source, now + 2 * 86_400_000)).toBe("quiet");
  expect(healthOf({ ...source, enabled: false, rejected24h: 9 }, now)).toBe("paused");
});

test("curlFor and sdkFor carry the key and this server", () => {
  const origin = "https://crm.example";
  expect(curlFor(origin, "wk_1")).toContain("https://crm.example/v1/track");
  expect(curlFor(origin, "wk_1")).toContain("-u 'wk_1:'");
  expect(sdkFor(origin, 'k"1')).toContain(String.raw`writeKey: "k\"1"`);
});
