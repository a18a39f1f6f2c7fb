import { expect, it } from "vitest";
import { snippet } from "./snippet.ts";

it("snippet() names the server and the key, and cannot be broken out of", () => {
  const text = snippet({ host: "https://crm.example/", writeKey: 'k"><img>', needsConsent: true });
  expect(text).toContain('src="https://crm.example/causeway.js"');
  expect(text).toContain('data-consent="required"');
  expect(text).toContain("k&quot;>&lt;img>");
});
