import { expect, it } from "vitest";
import { plainText } from "./plain-text.ts";
import { schemaMessageIn } from "./schema-messages.ts";

it("schemaMessageIn() gives a schema's own message in either language, and leaves the library's alone", () => {
  const said = plainText(9).safeParse("x\0").error?.issues[0]?.message ?? "";
  expect(schemaMessageIn(said, "en")).toBe("contains a character that cannot be stored");
  expect(schemaMessageIn(said, "zh")).toBe("含有无法保存的字符");
  expect(schemaMessageIn("Invalid input", "zh")).toBe("Invalid input");
});
