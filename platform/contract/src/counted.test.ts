import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test("counted() says one thing in the singular", () => {
  expect([0, 1, 2].map((count) => counted(count, "day"))).toEqual(["0 days", "1 day", "2 days"]);
  expect(counted(1, "reply", "replies")).toBe("1 reply");
  expect(counted("1,200", "reply", "replies")).toBe("1,200 replies");
});
