import { parseModel, type SavedModel, type ShiftKnot } from "@causeway/engine-learning";
import { z } from "zod";
import type { ParameterValues } from "../parameters/parameter-definitions.ts";

const cutoffsSchema = z.strictObject({ a: z.number(), b: z.number(), c: z.number() });
export type Cutoffs = z.infer<typeof cutoffsSchema>;

/** Not strict: versions of a while kept a shift in each group. */
const recordSchema = z.object({
  from: z.number(),
  to: z.number(),
  cases: z.int(),
  won: z.int(),
});
/** Held-out cases whose predictions lay between `from` and `to`, and how many of them had the outcome. */
export type PastRecord = z.infer<typeof recordSchema>;

const knotsSchema = z.array(z.strictObject({ at: z.number(), low: z.number(), high: z.number() }));

const sharesSchema = z.array(z.number());
const curveSchema = z.strictObject({
  periods: z.int().min(1),
  periodDays: z.number().positive(),
  /** How held-out cases that were scored alike went. */
  past: z.array(
    z.strictObject({
      from: z.number(),
      to: z.number(),
      cases: z.int(),
      share: sharesSchema,
      low: sharesSchema,
      high: sharesSchema,
    }),
  ),
  /** Of each period as `shifts` below; null of older versions. */
  shifts: z.array(knotsSchema).nullable().default(null),
});
export type StoredCurve = z.infer<typeof curveSchema>;

const storedSchema = z.strictObject({
  saved: z.unknown(),
  baseRate: z.number(),
  cutoffs: cutoffsSchema,
  record: z.array(recordSchema),
  /** By how much, in log-odds, the truth may lie apart from a prediction, along the predictions; null of older versions. */
  shifts: knotsSchema.nullable().default(null),
  /** Of a number: how far 90 % of the held-out cases lay from the prediction at most. */
  reach: z.number().nullable().default(null),
  /** Columns whose logarithm it asks for. */
  logged: z.array(z.string()).default([]),
  /** Of a hazard: its periods; null where it predicts at once. */
  curve: curveSchema.nullable().default(null),
  /** Business parameters that its features rest on; null of versions older than these. */
  parameters: z.record(z.string(), z.number()).nullable().default(null),
});
export type StoredModel = z.input<typeof storedSchema>;

export interface PredictionModel {
  readonly saved: SavedModel;
  readonly baseRate: number;
  readonly cutoffs: Cutoffs;
  readonly record: readonly PastRecord[];
  readonly shifts: readonly ShiftKnot[] | null;
  readonly reach: number | null;
  readonly logged: ReadonlySet<string>;
  readonly curve: StoredCurve | null;
  readonly parameters: ParameterValues | null;
}

/** Reads a stored model; throws AppError("bad-input") or a ZodError where it is none. */
export function parseStoredModel(value: unknown): PredictionModel {
  const { saved, logged, ...rest } = storedSchema.parse(value);
  return { ...rest, saved: parseModel(saved), logged: new Set(logged) };
}
