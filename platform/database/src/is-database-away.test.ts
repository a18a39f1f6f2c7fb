import { expect, it } from "vitest";
import { isDatabaseAway } from "./is-database-away.ts";

const error = (message: string, facts: object = {}) => Object.assign(new Error(message), facts);

it("isDatabaseAway() tells trouble that passes from a query that is wrong", () => {
  const away = [
    error("terminating connection", { code: "57P01", severity: "FATAL" }),
    error("No space left on device", { code: "53100", severity: "ERROR" }),
    error("connect ECONNREFUSED", { code: "ECONNREFUSED", syscall: "connect" }),
    error("read ECONNRESET", { code: "ECONNRESET", syscall: "read" }),
    error("Connection terminated unexpectedly"),
  ];
  expect(away.map(isDatabaseAway)).toEqual(away.map(() => true));
  const wrong = [
    error("division by zero", { code: "22012", severity: "ERROR" }),
    error("no such file", { code: "ENOENT", syscall: "open" }),
    error("something else"),
    "Connection terminated unexpectedly",
  ];
  expect(wrong.map(isDatabaseAway)).toEqual(wrong.map(() => false));
});
