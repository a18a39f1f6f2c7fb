import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { englishOnly, findEnglishOnly } from "./english-only.ts";

it("englishOnly() names the line of an error whose words are a literal of one language", () => {
  const text = `
throw new AppError("conflict", { zh: "已有", en: "taken" });
throw new AppError("conflict", "taken");
throw new AppError(
  "not-found",
  \`There is no \${name}\`,
);`;
  expect(englishOnly(text)).toEqual([3, 4]);
});

it("every error that a request can meet has its words in both languages", () => {
  const { found, errors } = findEnglishOnly(fileURLToPath(new URL("../../", import.meta.url)));
  expect(errors).toBeGreaterThan(50);
  expect(found).toEqual([]);
});
