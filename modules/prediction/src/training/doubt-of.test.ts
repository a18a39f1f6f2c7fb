import { sentencesSchema } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { doubtOf } from "./doubt-of.ts";

const words = { zh: "输单原因", en: "Reason of loss" };
const suspects = [{ feature: "reason", label: words, why: words }];
const estimate = (value: number) => ({ auc: { value, low: value, high: value } });

it("doubtOf() doubts what is all but perfect and rests on columns that may be known only afterwards", () => {
  const doubt = doubtOf(suspects, estimate(0.998));
  expect(doubt?.zh).toContain("输单原因");
  expect(sentencesSchema.parse(doubt)).toEqual(doubt);
  expect(doubtOf(suspects, estimate(0.84))).toBeNull();
  expect(doubtOf([], estimate(0.998))).toBeNull();
  expect(doubtOf(suspects, undefined)).toBeNull();
  expect(doubtOf(suspects, { auc: null })).toBeNull();
});
