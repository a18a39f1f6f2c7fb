import { expect, test } from "vitest";
import { ProblemError, readProblem } from "../api/problem-error.ts";
import { toasts } from "../parts/toasts.ts";
import { sayUnsaved } from "./say-unsaved.ts";

const place = { workspace: "w1", object: "account" };

test("sayUnsaved() links to the record that stands for one that was merged, and only then", async () => {
  const answer = { code: "conflict", detail: "merged", details: { mergedInto: "a2" }, issues: [] };
  const error = await readProblem(Response.json(answer, { status: 409 }));
  sayUnsaved(error, place, (key) => key);
  const stale = new ProblemError({ status: 409, code: "conflict", detail: "stale" });
  sayUnsaved(stale, place, (key) => key);
  sayUnsaved(new TypeError("lost"), place, (key) => key);
  expect(toasts.list().map(({ tone, link }) => [tone, link])).toEqual([
    ["bad", { path: "/w/w1/records/account/a2", text: "merge.open" }],
    ["bad", null],
    ["bad", null],
  ]);
});
