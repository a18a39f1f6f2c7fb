import type { ForecastBody, ForecastRecord } from "./make-forecast.ts";

/** The tables of forecasts inside a workspace, for `trx.$extendTables<ForecastTables>()`. */
export type ForecastTables = {
  /** Forecasts as they were made: the latest, and those of month starts, which are never changed. */
  forecasts: {
    id: string;
    kind: "current" | "kept" | "replayed";
    as_of: Date;
    computed_at: Date;
    /** Null where there was too little to learn from. */
    body: ForecastBody | null;
    record: ForecastRecord | null;
  };
  /** At most one row: since when a forecast is awaited. */
  forecast_runs: { single: boolean; requested_at: Date };
  sales_targets: { team: string; month: string; amount: number; set_by: string; set_at: Date };
};
