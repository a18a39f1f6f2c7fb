export { predictionMigrations } from "./migrations.ts";
export { type PredictionDependencies, predictionRoutes } from "./prediction-routes.ts";
export { readScores } from "./scoring/read-scores.ts";
export { refreshScores } from "./scoring/refresh-scores.ts";
export type { PredictionTables } from "./tables.ts";
export { trainLeadGrade } from "./training/train-lead-grade.ts";
export {
  leadChangeListener,
  leadScoreProjection,
  type PredictionWorkers,
  predictionQueues,
  requestTraining,
  workPredictions,
} from "./work-predictions.ts";
