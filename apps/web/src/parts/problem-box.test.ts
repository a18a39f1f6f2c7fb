import { expect, it } from "vitest";
import { ProblemError } from "../api/problem-error.ts";
import { problemText } from "./problem-box.tsx";

it("problemText() tells what really stood in the way, and has words of its own where nobody answered", () => {
  const say = (code: string, detail: string) =>
    problemText(new ProblemError({ status: 409, code, detail }), (key) => key);
  expect(say("conflict", "工作区至少要有一位所有者，请先指定另一位")).toContain("所有者");
  expect(say("forbidden", "此操作需要管理员或更高的角色")).toContain("管理员");
  expect(say("unreachable", "fetch failed")).toBe("shell.errorUnreachable");
});
