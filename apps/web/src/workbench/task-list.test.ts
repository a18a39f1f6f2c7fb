import { parseCondition } from "@causeway/engine-conditions";
import type { RecordDocument, Values } from "@causeway/platform-contract";
import { describe, expect, test } from "vitest";
import { dueOf, subjectOf, tabOf, taskBeside, tasksList } from "./task-list.ts";

function task(id: string, values: Values): RecordDocument {
  return {
    id,
    object: "task",
    title: id,
    values,
    references: { a1: "恒砺精机", l1: "王砚" },
    ownerId: null,
    version: 1,
    createdAt: "2026-11-18T00:00:00Z",
    updatedAt: "2026-11-18T00:00:00Z",
    deletedAt: null,
  };
}

test("tasksList asks with a filter that the language knows", () => {
  for (const tab of ["open", "done", "vetoed"] as const) {
    expect(parseCondition(tasksList(tab).filter).ok).toBe(true);
  }
});

test("tabOf takes anything else for the open tasks", () => {
  expect([tabOf("done"), tabOf("vetoed"), tabOf("x"), tabOf(undefined)]).toEqual([
    "done",
    "vetoed",
    "open",
    "open",
  ]);
});

test("subjectOf puts the company before the lead", () => {
  expect(subjectOf(task("1", { lead: "l1", account: "a1" }))).toEqual({
    object: "account",
    id: "a1",
    title: "恒砺精机",
  });
  expect(subjectOf(task("1", { lead: "l1" }))?.object).toBe("lead");
  expect(subjectOf(task("1", {}))).toBeNull();
});

describe("dueOf", () => {
  const now = new Date(2026, 10, 18, 14, 20);
  test("counts days of the reader's zone", () => {
    expect(dueOf(new Date(2026, 10, 17, 23), now)).toBe("overdue");
    expect(dueOf(new Date(2026, 10, 18, 9), now)).toBe("today");
    expect(dueOf(new Date(2026, 10, 18, 23, 59), now)).toBe("today");
    expect(dueOf(new Date(2026, 10, 19, 1), now)).toBe("tomorrow");
    expect(dueOf(new Date(2026, 10, 20), now)).toBe("later");
  });
});

test("taskBeside stops at both ends", () => {
  const tasks = [task("1", {}), task("2", {})];
  expect(taskBeside(tasks, "1", 1)?.id).toBe("2");
  expect(taskBeside(tasks, "2", 1)?.id).toBe("2");
  expect(taskBeside(tasks, undefined, 1)?.id).toBe("1");
  expect(taskBeside([], "1", 1)).toBeUndefined();
});
