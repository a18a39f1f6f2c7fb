import type { Source } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { snippetFor } from "./snippets.ts";
import { healthOf } from "./source-health.ts";

const now = Date.UTC(2026, 10, 18);
const source = {
  id: "s",
  name: "Website",
  kind: "web",
  keyStart: "wk_ab",
  enabled: true,
  createdAt: new Date(now).toISOString(),
  lastEventAt: new Date(now - 60_000).toISOString(),
  events24h: 5,
  rejected24h: 0,
} as Source;

test("healthOf tells the worst news first", () => {
  expect(healthOf(source, now)).toBe("healthy");
  expect(healthOf({ ...source, rejected24h: 1 }, now)).toBe("rejecting");
  expect(healthOf({ ...source, lastEventAt: null }, now)).toBe("waiting");
  expect(healthOf(source, now + 2 * 86_400_000)).toBe("quiet");
  expect(healthOf({ ...source, enabled: false, rejected24h: 9 }, now)).toBe("paused");
});

test("snippetFor carries the key and this server, and cannot break out of the script", () => {
  const snippet = snippetFor("https://crm.example", 'k"</script>');
  expect(snippet).toContain("https://crm.example/causeway.js");
  expect(snippet.match(/<\/script>/g)).toHaveLength(2);
});
