import { AppError, issueAt } from "@causeway/kernel";
import { expect, it } from "vitest";
import { toFailure } from "./problem.ts";
import { RateLimited } from "./rate-limiter.ts";

it("toFailure() answers in the reader's language, and the message of the error stays English", () => {
  const label = { zh: "没有这条规则", en: "There is no such rule" };
  const error = new AppError("not-found", label, {
    issues: [issueAt("params.rule", label), { path: "body", message: "as it came" }],
  });
  expect(error.message).toBe(label.en);
  for (const locale of ["zh", "en"] as const) {
    expect(toFailure(error, "1", locale).problem).toMatchObject({
      detail: label[locale],
      issues: [
        { path: "params.rule", message: label[locale] },
        { path: "body", message: "as it came" },
      ],
    });
  }
});

it("toFailure() gives what a library refused, a rate limit and a database that is away in Chinese", () => {
  const big = Object.assign(new Error("Request body is too large"), {
    code: "FST_ERR_CTP_BODY_TOO_LARGE",
  });
  const away = Object.assign(new Error("canceling statement"), {
    code: "57014",
    severity: "ERROR",
  });
  const broken = Object.assign(new SyntaxError("Unexpected token"), { statusCode: 400 });
  for (const thrown of [big, away, broken, new RateLimited(7)]) {
    const { detail, issues } = toFailure(thrown, "1", "zh").problem;
    for (const text of [detail, ...issues.map(({ message }) => message)]) {
      expect(text).toMatch(/\p{Script=Han}/u);
    }
  }
});
