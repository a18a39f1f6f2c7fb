import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemProblem } from "./system-problem.ts";

it("systemProblem() says in one line what to do about a folder that cannot be made", () => {
  const folder = mkdtempSync(join(tmpdir(), "causeway-problem-"));
  const file = join(folder, "file");
  writeFileSync(file, "");
  let problem: ReturnType<typeof systemProblem>;
  try {
    mkdirSync(join(file, "data"), { recursive: true });
  } catch (error) {
    problem = systemProblem(error);
  }
  expect(problem).toEqual({
    zh: `${file}/data 的路径经过一个文件：请用 --data 指定另一个目录`,
    en: `${file}/data goes through a file: use another --data folder`,
  });
  expect(systemProblem(new Error("something else"))).toBeUndefined();
  rmSync(folder, { recursive: true });
});
