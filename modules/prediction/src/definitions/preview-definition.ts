import { countRecords } from "@causeway/module-records";
import type { DefinitionPreview, PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readCases } from "../datasets/read-cases.ts";
import { latestRecords } from "../datasets/training-set.ts";
import { bindIn } from "./definition-store.ts";

const mostLooked = 2_000;

/** What a definition would learn from: cases and rate of the outcome among the latest records. Throws AppError("bad-input"). */
export async function previewDefinition(
  trx: WorkspaceTransaction,
  definition: PredictionDefinition,
  now: Date,
): Promise<DefinitionPreview> {
  const bound = await bindIn(trx, definition);
  const ids = await latestRecords(trx, definition.object, mostLooked);
  const { count } = await countRecords(trx, { object: definition.object, exact: true });
  const read = await readCases(trx, bound, ids, now.getTime());
  const cases = read.flatMap((record) => record.cases);
  const sum = cases.reduce((total, { label }) => total + label, 0);
  return {
    records: count,
    looked: ids.length,
    cases: cases.length,
    caseRecords: read.filter((record) => record.cases.length > 0).length,
    undecided: read.reduce((total, { undecided }) => total + undecided, 0),
    withoutHistory: read.filter((record) => record.isSnapshot && record.cases.length > 0).length,
    rate: cases.length === 0 ? null : sum / cases.length,
    features: bound.features
      .filter(({ name }) => !definition.exclude.includes(name))
      .map(({ name, label, kind }) => ({ name, label, kind })),
    open: read.filter(({ isOpen }) => isOpen).length,
  };
}
