import type { Parameter } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { draftState, readDraft, showValue } from "./draft-values.ts";

const factor: Parameter = {
  name: "grade_a",
  group: "grades",
  label: { zh: "A", en: "A" },
  hint: { zh: "", en: "" },
  unit: "times",
  low: 1,
  high: 20,
  step: 0.05,
  standard: 3,
  value: 3,
};
const share: Parameter = {
  ...factor,
  name: "commit",
  unit: "share",
  low: 0.05,
  high: 0.99,
  value: 0.7,
};

it("readDraft() reads numbers inside their bounds, shares in percent", () => {
  expect(["2.5", " 4 ", "0.5", "30", "x", ""].map((text) => readDraft(factor, text))).toEqual([
    2.5,
    4,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(["70%", "70", "65％", "120"].map((text) => readDraft(share, text))).toEqual([
    0.7,
    0.7,
    0.65,
    undefined,
  ]);
  expect([showValue(share, 0.7), showValue(factor, 1.25)]).toEqual(["70%", "1.25"]);
});

it("draftState() keeps what differs and names what is broken", () => {
  expect(draftState([factor, share], { grade_a: "3", commit: "80%" })).toEqual({
    values: { commit: 0.8 },
    broken: [],
  });
  expect(draftState([factor, share], { grade_a: "99" }).broken).toEqual(["grade_a"]);
});
