export type { BoostedModel } from "./boosting/boosted-model.ts";
export type { LossName } from "./boosting/losses/loss.ts";
export { boostedMargins, predictBoosting } from "./boosting/predict-boosting.ts";
export { type BoostingOptions, trainBoosting, type Validation } from "./boosting/train-boosting.ts";
export type { Tree } from "./boosting/tree.ts";
export { type Calibration, calibrate } from "./calibration/calibration.ts";
export { fitIsotonic, type IsotonicCalibration } from "./calibration/fit-isotonic.ts";
export { fitPlatt, type PlattCalibration } from "./calibration/fit-platt.ts";
export { outcomeGroups, tallyOf } from "./calibration/outcome-groups.ts";
export {
  type PredictedGroup,
  pooledShifts,
  type ShiftKnot,
  shiftAt,
} from "./calibration/pooled-shifts.ts";
export { type ReliabilityBin, reliabilityCurve } from "./calibration/reliability-curve.ts";
export {
  type CalibrationRows,
  type ConformalInterval,
  conformalInterval,
  fitConformalInterval,
} from "./conformal/conformal-interval.ts";
export { conformalQuantile } from "./conformal/conformal-quantile.ts";
export { type ConformalSet, conformalSet, fitConformalSet } from "./conformal/conformal-set.ts";
export { alignDataset, type ColumnShape, columnShape } from "./dataset/align-dataset.ts";
export { categoricalColumn, numericColumn } from "./dataset/column-from-values.ts";
export {
  type CategoricalColumn,
  type Column,
  createDataset,
  type Dataset,
  type NumericColumn,
} from "./dataset/dataset.ts";
export { type InferredColumn, type InferredKind, inferColumn } from "./dataset/infer-column.ts";
export type { DateOrder } from "./dataset/read-date.ts";
export { plainNumber } from "./dataset/read-number.ts";
export { selectColumns } from "./dataset/select-columns.ts";
export { selectRows, selectValues } from "./dataset/select-rows.ts";
export { withoutCopies } from "./dataset/without-copies.ts";
export { populationStability } from "./drift/population-stability.ts";
export {
  type CrossCalibrated,
  crossCalibrate,
  type OutcomeTimes,
} from "./evaluate/cross-calibrate.ts";
export { crossValidate, type OutOfFold } from "./evaluate/cross-validate.ts";
export type { FitOptions } from "./evaluate/fit-options.ts";
export { fitRecipe, type Recipe } from "./evaluate/fit-recipe.ts";
export { type ColumnImportance, columnImportance } from "./evaluate/importance.ts";
export { type Judgement, judge, type Scores } from "./evaluate/judge.ts";
export { type DriftReport, measureDrift } from "./evaluate/measure-drift.ts";
export { measureWorth, type Worth, type WorthOptions } from "./evaluate/measure-worth.ts";
export { lossOfTask, type Task } from "./evaluate/task.ts";
export {
  foldsFor,
  type TrainingReport,
  type TrainOptions,
  trainPrediction,
  withOutcome,
} from "./evaluate/train-prediction.ts";
export { boostedContributions, type Contributions } from "./explain/boosted-contributions.ts";
export { expectedValue, treeShap } from "./explain/tree-shap.ts";
export {
  type Fold,
  groupedFolds,
  purgedFolds,
  shuffled,
  stratifiedFolds,
  timeOrderedFolds,
} from "./folds/folds.ts";
export {
  fitSmoothing,
  forecastSmoothing,
  type Smoothing,
} from "./forecast/exponential-smoothing.ts";
export {
  type GroupedDeal,
  type OpenDeal,
  type PeriodForecast,
  type RollUp,
  type RollUpOptions,
  simulateRollUp,
} from "./forecast/simulate-roll-up.ts";
export { type SimulateOptions, simulateTotal } from "./forecast/simulate-total.ts";
export { findLeaks, type LeakOptions } from "./leaks/find-leaks.ts";
export { findSuspects, type SuspectOptions } from "./leaks/find-suspects.ts";
export {
  describeFinding,
  type Leak,
  type LeakReason,
  type Suspect,
  type SuspectReason,
} from "./leaks/finding.ts";
export type { CategoricalEncoding, ColumnEncoding, NumericEncoding } from "./linear/encoding.ts";
export { fitLogistic, type LogisticOptions } from "./linear/fit-logistic.ts";
export { fitRidge, type RidgeOptions } from "./linear/fit-ridge.ts";
export type { LinearModel } from "./linear/linear-model.ts";
export type { MultinomialModel } from "./linear/multinomial-model.ts";
export {
  linearContributions,
  linearErrors,
  linearMargins,
  predictLinear,
} from "./linear/predict-linear.ts";
export { logOdds, sigmoid } from "./linear/sigmoid.ts";
export { areaUnderRoc } from "./metrics/area-under-roc.ts";
export { averagePrecision } from "./metrics/average-precision.ts";
export {
  type BinaryMetrics,
  baseLogLoss,
  binaryMetrics,
  brierScore,
  expectedCalibrationError,
  logLoss,
  topLift,
} from "./metrics/binary-metrics.ts";
export {
  type BootstrapOptions,
  bootstrapInterval,
  type Interval,
} from "./metrics/bootstrap-interval.ts";
export { concordance } from "./metrics/concordance.ts";
export { type RegressionMetrics, regressionMetrics } from "./metrics/regression-metrics.ts";
export {
  contributions,
  margins,
  type Predictor,
  predict,
  predictorColumns,
} from "./model/predictor.ts";
export { parseModel, type SavedModel } from "./model/saved-model.ts";
export { scoreDataset } from "./model/score-dataset.ts";
export { curveShifts } from "./survival/curve-shifts.ts";
export { periodColumn } from "./survival/expand-periods.ts";
export { predictSurvival, trainHazard } from "./survival/hazard-model.ts";
export { kaplanMeier, type SurvivalStep, survivalAt } from "./survival/kaplan-meier.ts";
export { curveColumns, curveContributions, predictCurve } from "./survival/predict-curve.ts";
export {
  type SurvivalOptions,
  type SurvivalReport,
  type SurvivalSpans,
  trainSurvival,
} from "./survival/train-survival.ts";
export type { Happening } from "./windows/happening.ts";
export { type WindowFeature, windowFeatures } from "./windows/window-feature.ts";
