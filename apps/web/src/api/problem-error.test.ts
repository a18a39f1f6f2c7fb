import { expect, test } from "vitest";
import { readProblem } from "./problem-error.ts";

test("readProblem keeps every issue with its place", async () => {
  const error = await readProblem(
    Response.json(
      {
        type: "about:blank",
        title: "Bad input",
        status: 400,
        code: "bad-input",
        detail: "two things are wrong",
        issues: [
          { path: "body.email", message: "not an address" },
          { path: "body.password", message: "too short" },
        ],
        requestId: "r-1",
      },
      { status: 400 },
    ),
  );
  expect(error).toMatchObject({ status: 400, code: "bad-input", requestId: "r-1" });
  expect(error.issueAt("password")).toBe("too short");
  expect(error.issueAt("name")).toBeUndefined();
});

test("readProblem reads what other software answers", async () => {
  const library = await readProblem(
    Response.json({ message: "Invalid email or password", code: "INVALID" }, { status: 401 }),
  );
  expect([library.status, library.message]).toEqual([401, "Invalid email or password"]);
  const proxy = await readProblem(
    new Response("<html>", { status: 502, statusText: "Bad Gateway" }),
  );
  expect([proxy.status, proxy.message]).toEqual([502, "Bad Gateway"]);
});
