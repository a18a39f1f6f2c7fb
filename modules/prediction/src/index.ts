export {
  type DealChange,
  type DealLife,
  dealLife,
  isOpenAt,
} from "./forecast/deal-life.ts";
export {
  type DealForecast,
  type DealForecastRequest,
  forecastDeals,
} from "./forecast/forecast-deals.ts";
export { forecastMigrations } from "./forecast/forecast-migrations.ts";
export { forecastQueues, requestForecast, workForecasts } from "./forecast/forecast-queue.ts";
export { forecastRoutes } from "./forecast/forecast-routes.ts";
export { leadBehaviourWindows, leadSignalWindows } from "./lead/lead-windows.ts";
export { predictionMigrations } from "./migrations.ts";
export { parameterRoutes } from "./parameters/parameter-routes.ts";
export { predictionPersonalData } from "./prediction-personal-data.ts";
export { type PredictionDependencies, predictionRoutes } from "./prediction-routes.ts";
export {
  type RenewalMoment,
  renewalDataset,
  renewalFeatures,
} from "./renewals/renewal-features.ts";
export { renewalRoutes } from "./renewals/renewal-routes.ts";
export { requestDerived } from "./request-derived.ts";
export { cutoffsFor, gradeOf } from "./scoring/grade.ts";
export { readScores } from "./scoring/read-scores.ts";
export { refreshScores } from "./scoring/refresh-scores.ts";
export type { PredictionTables } from "./tables.ts";
export { runTraining } from "./training/run-training.ts";
export {
  leadGrade,
  lookAfter,
  type PredictionWorkers,
  predictionQueues,
  requestOtherTrainings,
  requestTraining,
  scoreChangeListener,
  scoreIdentityListener,
  scoreProjection,
  scoreSignalListener,
  workPredictions,
} from "./work-predictions.ts";
export { workWorth, worthQueues } from "./worth/worth-queue.ts";
export { worthRoutes } from "./worth/worth-routes.ts";
