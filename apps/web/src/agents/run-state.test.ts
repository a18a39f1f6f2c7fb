import { expect, test } from "vitest";
import { sourcePath } from "./run-state.ts";

test("sourcePath opens the event on the customer's time line, or the reasons of the score", () => {
  const subject = { object: "lead", id: "7", title: "王砚" };
  const at = "2026-11-13T10:31:00.000Z";
  expect(sourcePath("w1", subject, { kind: "event", id: "e5", at })).toBe(
    "/w/w1/records/lead/7?event=e5&at=2026-11-13T10%3A31%3A00.000Z",
  );
  expect(sourcePath("w1", subject, { kind: "score", id: "7", at })).toBe(
    "/w/w1/records/lead/7?why=7",
  );
});
