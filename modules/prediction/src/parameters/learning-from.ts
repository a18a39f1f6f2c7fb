import type { PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { listPredictions } from "../definitions/definition-store.ts";
import type { ParameterValues } from "./parameter-definitions.ts";

/** Predictions whose training rests on a parameter that differs: the days of the window, the order of the ranks' weights. */
export async function learningFrom(
  trx: WorkspaceTransaction,
  held: ParameterValues,
  next: ParameterValues,
): Promise<readonly PredictionDefinition[]> {
  const moved = new Set([
    ...(held["competitor_days"] === next["competitor_days"] ? [] : ["replacement-window"]),
    ...(orderOf(held) === orderOf(next) ? [] : ["rank"]),
  ]);
  if (moved.size === 0) return [];
  const predictions = await listPredictions(trx);
  return predictions
    .filter(({ currentModelId }) => currentModelId !== null)
    .map(({ definition }) => definition)
    .filter(({ features }) =>
      features.some((spec) => spec.kind === "parameter" && moved.has(spec.parameter)),
    );
}

const orderOf = (values: ParameterValues) => {
  const weights = ["specialist", "manager", "executive"].map((rank) => values[`rank_${rank}`] ?? 1);
  return weights
    .slice(1)
    .map((weight, place) => Math.sign(weight - (weights[place] ?? 1)))
    .join();
};
