import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import * as conditions from "./index.ts";

describe("README", () => {
  it("shows an example that prints what its comments say", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const [statement = "", names = ""] = /^import \{([^}]*)\} from .*$/m.exec(example) ?? [];
    const imported = names.split(",").filter((name) => !name.trim().startsWith("type "));
    const code = stripTypeScriptTypes(
      example.replace(statement, `const {${imported}} = conditions;`),
    );
    const printed: string[] = [];
    const log = (value: unknown): number => printed.push(String(value));
    new Function("conditions", "console", code)(conditions, { log });
    const said = [...example.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
    expect(said.length).toBeGreaterThan(0);
    expect(printed).toEqual(said);
  });
});
