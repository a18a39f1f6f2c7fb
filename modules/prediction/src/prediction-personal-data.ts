import type { PersonalData } from "@causeway/platform-audit";

export const predictionPersonalData: PersonalData = {
  models: { holds: "personal", mentions: ["card", "model", "definition"] },
  trainings: { holds: "nothing", why: "how far a training is" },
  scores: { holds: "personal", own: { record: "record_id" }, mentions: ["reasons", "cells"] },
  stale_scores: { holds: "personal", own: { record: "record_id" } },
  score_history: { holds: "personal", own: { record: "record_id" } },
  model_cases: { holds: "personal", own: { record: "record_id" }, mentions: ["cells"] },
  predictions: { holds: "personal", mentions: ["definition", "health"] },
  promotions: { holds: "personal", mentions: ["why"] },
  parameter_changes: { holds: "personal", mentions: ["note", "values", "changes"] },
  forecasts: { holds: "personal", mentions: ["body", "record"] },
  forecast_runs: { holds: "nothing", why: "that a forecast was asked for" },
  sales_targets: { holds: "nothing", why: "targets of teams" },
  touchpoint_worth: { holds: "personal", mentions: ["body"] },
  worth_runs: { holds: "nothing", why: "that the worth was asked for" },
};
