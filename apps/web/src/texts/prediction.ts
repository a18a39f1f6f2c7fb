import type { Pairs } from "./pairs.ts";
import { predictionDefinition } from "./prediction-definition.ts";
import { predictionModel } from "./prediction-model.ts";
import { predictionScore } from "./prediction-score.ts";

export const prediction = {
  ...predictionScore,
  ...predictionModel,
  ...predictionDefinition,
} as const satisfies Pairs;
