import { parseModel, type SavedModel } from "@causeway/engine-learning";
import { z } from "zod";

const cutoffsSchema = z.strictObject({ a: z.number(), b: z.number(), c: z.number() });
export type Cutoffs = z.infer<typeof cutoffsSchema>;

const recordSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  cases: z.int(),
  won: z.int(),
});
/** Held-out leads whose predictions lay between `from` and `to`, and how many of them won. */
export type PastRecord = z.infer<typeof recordSchema>;

const storedSchema = z.strictObject({
  saved: z.unknown(),
  baseRate: z.number(),
  cutoffs: cutoffsSchema,
  record: z.array(recordSchema),
});
export type StoredLeadModel = z.input<typeof storedSchema>;

export interface LeadModel {
  readonly saved: SavedModel;
  readonly baseRate: number;
  readonly cutoffs: Cutoffs;
  readonly record: readonly PastRecord[];
}

/** Reads a stored model; throws AppError("bad-input") or a ZodError where it is none. */
export function parseLeadModel(value: unknown): LeadModel {
  const { saved, ...rest } = storedSchema.parse(value);
  return { ...rest, saved: parseModel(saved) };
}
