import type { ModelVersion, PredictionSummary } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { computingOf } from "./computing.ts";

const label = { zh: "线索评级", en: "Lead grade" };
const untrained: PredictionSummary = {
  ...{ name: "lead-grade", label, object: "lead", isReady: true, task: "binary" },
  says: { zh: "", en: "" },
  ...{ current: null, latest: null, training: null, scored: 0, waiting: 0 },
};
const begun = { startedAt: "2026-11-26T00:00:00.000Z", progress: 0.1, cancelled: false };
const training: PredictionSummary = { ...untrained, training: { ...begun, phase: "learning" } };
const current: ModelVersion = {
  ...{ version: 1, verdict: "usable", trainedAt: begun.startedAt, rows: 900, isCurrent: true },
  ...{ score: null, recipe: null, compared: null },
};

test("computingOf() tells a training, then scoring, and nothing once most leads have their grade", () => {
  expect(computingOf([untrained], undefined)).toBe(null);
  expect(computingOf([training], undefined)).toBe("training");
  expect(computingOf([{ ...untrained, current, waiting: 40 }], undefined)).toBe("scoring");
  expect(computingOf([{ ...untrained, current, waiting: 90, scored: 10 }], undefined)).toBe(
    "scoring",
  );
  expect(computingOf([{ ...training, current, waiting: 60, scored: 80 }], undefined)).toBe(null);
});

test("computingOf() tells the training that a demo is about to begin, and none of other objects", () => {
  expect(computingOf([untrained], { state: "running", phase: "training" })).toBe("training");
  expect(computingOf([untrained], { state: "running", phase: "events" })).toBe(null);
  expect(computingOf([untrained], { state: "done", phase: "done" })).toBe(null);
  expect(computingOf([untrained, { ...training, object: "deal" }], undefined)).toBe(null);
});
