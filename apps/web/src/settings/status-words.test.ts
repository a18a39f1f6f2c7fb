import { expect, it } from "vitest";
import { backupStateOf, behindText, inOrder, nextHour, peakOf, stateOf } from "./status-words.ts";

it("stateOf() tells a step that fails from one that is behind and one that has just not looked", () => {
  const step = { name: "twin", behind: 3, lagSeconds: 2, rebuildingSince: null, isFailing: false };
  expect(stateOf({ ...step, behind: 0, lagSeconds: 0 })).toBe("stateCurrent");
  expect(stateOf(step)).toBe("stateCurrent");
  expect(stateOf({ ...step, lagSeconds: 60 })).toBe("stateBehind");
  const again = { ...step, lagSeconds: 60, rebuildingSince: "2026-11-25T10:00:00Z" };
  expect(stateOf(again)).toBe("stateRebuilding");
  expect(stateOf({ ...again, isFailing: true })).toBe("stateFailing");
});

it("behindText() says that counting has an end", () => {
  expect(behindText(1234, "zh")).toBe("1,234");
  expect(behindText(10_001, "en")).toBe("10,000+");
});

it("peakOf() is the highest hour, and 1 where there was nothing", () => {
  const hour = { hour: "2026-11-25T10:00:00Z", accepted: 5, duplicates: 9, rejected: 2 };
  expect(peakOf([hour, { ...hour, accepted: 1 }])).toBe(7);
  expect(peakOf([{ ...hour, accepted: 0, rejected: 0 }])).toBe(1);
});

it("inOrder() puts the steps as events pass them, and unknown ones last", () => {
  const steps = ["other", "agents", "twin", "identity", "lead-scores"].map((name) => ({
    ...{ name, behind: 0, lagSeconds: 0, rebuildingSince: null, isFailing: false },
  }));
  expect(inOrder(steps).map(({ name }) => name)).toEqual([
    ...["identity", "twin", "lead-scores", "agents", "other"],
  ]);
});

it("backupStateOf() says the worst there is to say", () => {
  const good = {
    takenAt: "2026-11-25T03:00:00Z",
    bytes: 1,
    everySeconds: 86_400,
    isOverdue: false,
    failedAt: null,
    file: null,
    failure: null,
  };
  const failed = { ...good, failedAt: "2026-11-26T03:00:00Z" };
  expect(
    [null, good, failed, { ...failed, isOverdue: true }, { ...good, takenAt: null }].map(
      backupStateOf,
    ),
  ).toEqual(["backupNone", "backupGood", "backupFailed", "backupOverdue", "backupNone"]);
});

it("nextHour() goes from hour to hour by arrow keys, and stops at both ends", () => {
  expect(nextHour(23, "ArrowLeft", 24)).toBe(22);
  expect(nextHour(22, "ArrowRight", 24)).toBe(23);
  expect(nextHour(23, "ArrowRight", 24)).toBeNull();
  expect(nextHour(0, "ArrowLeft", 24)).toBeNull();
  expect(nextHour(5, "Home", 24)).toBe(0);
  expect(nextHour(5, "End", 24)).toBe(23);
  expect(nextHour(5, "Enter", 24)).toBeNull();
});
