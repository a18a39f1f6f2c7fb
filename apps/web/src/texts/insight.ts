import type { Pairs } from "./pairs.ts";

export const insight = {
  predictions: ["预测", "Predictions"],
} as const satisfies Pairs;
