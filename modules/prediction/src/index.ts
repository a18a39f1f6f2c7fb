export { predictionUses } from "./definitions/prediction-uses.ts";
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
export { leadGrade, predictionQueues } from "./prediction-queues.ts";
export { type PredictionDependencies, predictionRoutes } from "./prediction-routes.ts";
export {
  type RenewalMoment,
  renewalDataset,
  renewalFeatures,
} from "./renewals/renewal-features.ts";
export { renewalRoutes } from "./renewals/renewal-routes.ts";
export { requestDerived } from "./request-derived.ts";
export { requestOtherTrainings, requestTraining } from "./request-training.ts";
export {
  scoreChangeListener,
  scoreIdentityListener,
  scoreProjection,
  scoreSignalListener,
} from "./score-listeners.ts";
export { cutoffsFor, gradeOf } from "./scoring/grade.ts";
export { readScores } from "./scoring/read-scores.ts";
export { refreshScores } from "./scoring/refresh-scores.ts";
export type { PredictionTables } from "./tables.ts";
export { runTraining } from "./training/run-training.ts";
export { lookAfter, type PredictionWorkers, workPredictions } from "./work-predictions.ts";
export { workWorth, worthQueues } from "./worth/worth-queue.ts";
export { worthRoutes } from "./worth/worth-routes.ts";
