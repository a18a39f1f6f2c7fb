import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkImports, importsOf } from "./check-imports.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "check-imports-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const engine = { name: "@causeway/engine-graph", dependencies: { "@causeway/platform-http": "*" } };

it("importsOf() sees static, type-only, re-exported and dynamic imports, and no SQL", () => {
  const text =
    'import type { A } from "a"; export { b } from "b"; const c = import("c"); const q = `select 1 from "d"`;';
  expect(importsOf("x.ts", text)).toEqual(["a", "b", "c"]);
});

it.each([
  ['import "node:fs";', "I/O in a pure package"],
  ['import "left-pad";', "undeclared: left-pad"],
  ['import "../../../platform/x.ts";', "leaves its package"],
  ['import type { Route } from "@causeway/platform-http";', "may not import"],
])("checkImports() reports %s", (text, message) => {
  write("engines/graph/package.json", JSON.stringify(engine));
  write("engines/graph/src/x.ts", text);
  expect(checkImports(root).problems.join()).toContain(message);
});

it("checkImports() refuses to pass over an empty tree", () => {
  expect(() => checkImports(root)).toThrow("saw no files");
});
