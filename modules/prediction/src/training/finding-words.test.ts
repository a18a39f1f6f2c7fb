import { expect, it } from "vitest";
import { findingWords } from "./finding-words.ts";

it("findingWords() calls a value what people call it", () => {
  const reason = { code: "certain-value", value: "contract", rows: 399 } as const;
  const label = { zh: "合同", en: "Contract" };
  const said = findingWords(reason, (value) => (value === "contract" ? label : { zh: "", en: "" }));
  expect(said.zh).toBe("值为“合同”的 399 行结果完全相同");
  expect(said.en).toContain("Contract");
  expect(findingWords(reason).zh).toContain("“contract”");
});
