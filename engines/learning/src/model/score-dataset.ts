import { calibrate } from "../calibration/calibration.ts";
import { calibrateClasses } from "../calibration/temperature.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { predict } from "./predictor.ts";
import type { SavedModel } from "./saved-model.ts";

/** Predictions of a stored model, calibrated; one array per output. */
export function scoreDataset(model: SavedModel, dataset: Dataset): readonly Float64Array[] {
  const outputs = predict(model.predictor, dataset);
  const { calibration } = model;
  if (calibration?.kind === "temperature") return calibrateClasses(calibration, outputs);
  return calibration === null ? outputs : outputs.map((output) => calibrate(calibration, output));
}
