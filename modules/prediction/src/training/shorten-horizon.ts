import type { PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { dayMs } from "../datasets/moments.ts";
import { leastRecords, type TrainingSet } from "../datasets/training-set.ts";

type Curve = Extract<PredictionDefinition["outcome"], { kind: "leaves" | "condition" }>;

/** Of what ended, this share within the new horizon: the rest tells slow from quick. */
const endedWithin = 0.75;

/**
 * The days in which three quarters of what ended did, where a curve's own horizon tells nothing since nearly all ended within it;
 * undefined where it tells enough.
 */
export function tellingHorizonDays(
  { records, seenMs, ended, target }: TrainingSet,
  horizonMs: number,
): number | undefined {
  const spans = Array.from(seenMs.keys())
    .filter((row) => ended[row] === 1)
    .map((row) => seenMs[row] as number)
    .sort((a, b) => a - b);
  const lasting = target.filter((value) => value === 0).length;
  if (records < leastRecords || spans.length < leastRecords / 2) return undefined;
  if (lasting >= 0.05 * spans.length && lasting >= 15) return undefined;
  const days = Math.max(
    1,
    Math.ceil((spans[Math.floor(endedWithin * spans.length)] as number) / dayMs),
  );
  return days * dayMs < horizonMs ? days : undefined;
}

/** Gives a ready curve that nobody has changed another horizon; false for one that is somebody's own. */
export async function shortenHorizon(
  trx: WorkspaceTransaction,
  definition: PredictionDefinition,
  horizonDays: number,
): Promise<boolean> {
  const outcome = { ...(definition.outcome as Curve), horizonDays };
  const { numAffectedRows } = await sql`
    update predictions set definition = ${JSON.stringify({ ...definition, outcome })}::jsonb
    where name = ${definition.name} and is_ready and updated_at = created_at`.execute(trx);
  return numAffectedRows === 1n;
}
