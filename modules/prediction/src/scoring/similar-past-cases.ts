import { getRecords } from "@causeway/module-records";
import {
  type PastCase,
  type PredictionDefinition,
  predictionDefinitionSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { bindIn } from "../definitions/definition-store.ts";
import type { PredictionTables } from "../tables.ts";
import { parseStoredModel } from "../training/stored-model.ts";
import { askedColumns } from "./predicted-values.ts";

export interface SimilarInput {
  readonly object: string;
  readonly recordId: string;
  readonly modelId: string;
  readonly definition: PredictionDefinition;
  readonly contributions: readonly number[];
}

const shown = 4;
const mostAlike = 2;

/**
 * The held-out cases whose prediction came about most like this one: nearest by the distance of what every column
 * contributed, so that alike means alike for the model, not in fields it does not look at.
 */
export async function similarPastCases(
  trx: WorkspaceTransaction,
  { object, recordId, modelId, definition, contributions }: SimilarInput,
): Promise<readonly PastCase[]> {
  if (contributions.length === 0) return [];
  const tables = trx.$extendTables<PredictionTables>();
  const cases = await tables
    .selectFrom("model_cases")
    .select(["record_id", "at", "predicted", "outcome", "contributions"])
    .where("model_id", "=", modelId)
    .where("record_id", "!=", recordId)
    .execute();
  const nearest = nearestOf(cases, contributions);
  const records = await getRecords(trx, {
    object,
    ids: nearest.map(({ record_id }) => record_id),
  });
  const titles = new Map(records.map(({ id, title }) => [id, title]));
  const labels = await labelsOf(trx, modelId, definition);
  return nearest.map((each) => ({
    recordId: each.record_id,
    title: titles.get(each.record_id) ?? "",
    at: each.at.toISOString(),
    predicted: each.predicted,
    outcome: each.outcome,
    alike: alikeColumns(each.contributions, contributions).flatMap(
      (column) => labels[column] ?? [],
    ),
  }));
}

function nearestOf<
  Held extends { readonly record_id: string; readonly contributions: readonly number[] },
>(cases: readonly Held[], contributions: readonly number[]): readonly Held[] {
  const sorted = cases
    .map((each) => ({ each, distance: distanceOf(each.contributions, contributions) }))
    .sort((a, b) => a.distance - b.distance);
  const seen = new Set<string>();
  const nearest: Held[] = [];
  for (const { each } of sorted) {
    // One record is looked at several times; it is one case to a person.
    if (seen.has(each.record_id)) continue;
    seen.add(each.record_id);
    nearest.push(each);
    if (nearest.length === shown) break;
  }
  return nearest;
}

function distanceOf(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, column) => sum + Math.abs(value - (right[column] ?? 0)), 0);
}

/** The columns that push both in the same direction, the strongest first. */
function alikeColumns(left: readonly number[], right: readonly number[]): readonly number[] {
  const shared = left.map((value, column) => {
    const other = right[column] ?? 0;
    return { column, weight: value * other > 0 ? Math.min(Math.abs(value), Math.abs(other)) : 0 };
  });
  return shared
    .filter(({ weight }) => weight > 1e-6)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostAlike)
    .map(({ column }) => column);
}

async function labelsOf(
  trx: WorkspaceTransaction,
  modelId: string,
  definition: PredictionDefinition,
) {
  const { model } = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select("model")
    .where("id", "=", modelId)
    .executeTakeFirstOrThrow();
  const { features } = await bindIn(trx, predictionDefinitionSchema.parse(definition));
  const byName = new Map(features.map((feature) => [feature.name, feature.label]));
  return askedColumns(parseStoredModel(model)).map(({ name }) => byName.get(name));
}
