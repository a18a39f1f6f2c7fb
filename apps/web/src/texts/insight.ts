import type { Pairs } from "./pairs.ts";

export const insight = {
  predictions: ["预测", "Predictions"],
  forecast: ["业绩", "Forecast"],
  renewals: ["续约", "Renewals"],
  parameters: ["参数", "Parameters"],
} as const satisfies Pairs;
