import { z } from "zod";
import { labelSchema } from "./locale.ts";

const estimateSchema = z.object({ mean: z.number(), low: z.number(), high: z.number() });
export const forecastMonthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

const cellSchema = z.object({
  /** Won already. */
  won: z.number(),
  /** Won, and open deals that sales expects in the month and that are likely. */
  commit: z.number(),
  /** The same with a lower bar. */
  best: z.number(),
  /** What the models expect, won included, with a 90 % interval; null where there is too little to learn from. */
  model: estimateSchema.nullable(),
  target: z.number().nullable(),
});
export type ForecastCell = z.infer<typeof cellSchema>;

const lineSchema = z.object({
  /** A team's value; empty for deals without one. */
  team: z.string(),
  label: labelSchema,
  months: z.array(cellSchema),
  total: cellSchema,
});

/** GET /api/w/:workspace/forecast */
export const forecastSchema = z
  .object({
    state: z.enum(["none", "too-few", "ready"]),
    isComputing: z.boolean(),
    asOf: z.iso.datetime().nullable(),
    computedAt: z.iso.datetime().nullable(),
    /** The months forecast, such as 2026-11, the running one first. */
    months: z.array(z.string()),
    teams: z.array(lineSchema),
    total: lineSchema.nullable(),
    stages: z.array(
      z.object({
        stage: z.string(),
        label: labelSchema,
        deals: z.int(),
        amount: z.number(),
        /** What its deals will bring in the months forecast. */
        model: estimateSchema,
      }),
    ),
    /** Open deals, and those of them that are foreseen by their own win probability. */
    scored: z.object({ deals: z.int(), open: z.int() }).nullable(),
    /** Forecasts of the past whose three months are over, beside what happened. */
    record: z
      .object({
        /** 1 − Σ|won − forecast| / Σ won over teams and quarters; null before the first quarter is over. */
        accuracy: z.number().nullable(),
        /** The same of exponential smoothing, the simple rival. */
        smoothing: z.number().nullable(),
        /** Share of teams' quarters inside their 90 % interval. */
        coverage: z.number().nullable(),
        quarters: z.int(),
        past: z.array(
          z.object({
            /** First of the three months. */
            month: z.string(),
            /** Kept at the time, or made afterwards from what was known then. */
            kind: z.enum(["kept", "replayed"]),
            forecast: estimateSchema,
            won: z.number(),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: "Forecast" });
export type Forecast = z.infer<typeof forecastSchema>;

/** PUT /api/w/:workspace/forecast/targets: what a team is to sell in a month; null takes the target back. */
export const salesTargetSchema = z.strictObject({
  team: z.string().max(100),
  month: z.string().regex(forecastMonthPattern),
  amount: z.number().nonnegative().max(1e12).nullable(),
});
export type SalesTarget = z.infer<typeof salesTargetSchema>;
