import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { PredictionTables } from "../tables.ts";
import { type LeadModel, parseLeadModel } from "../training/lead-model.ts";
import { leadGrade } from "../training/train-lead-grade.ts";

/** The model in force. */
export interface CurrentModel {
  readonly id: string;
  readonly model: LeadModel;
}

const mostKept = 16;
/** Models by id: a stored model never changes, and parsing one costs more than scoring a page of leads. */
const parsed = new Map<string, LeadModel>();

/** The newest version; undefined where there is none or it says nothing. */
export async function readCurrentModel(
  trx: WorkspaceTransaction,
): Promise<CurrentModel | undefined> {
  const tables = trx.$extendTables<PredictionTables>();
  const newest = await tables
    .selectFrom("models")
    .select(["id", "verdict"])
    .where("prediction", "=", leadGrade)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if (newest?.verdict !== "usable") return undefined;
  const known = parsed.get(newest.id);
  if (known !== undefined) return { id: newest.id, model: known };
  const { model } = await tables
    .selectFrom("models")
    .select("model")
    .where("id", "=", newest.id)
    .executeTakeFirstOrThrow();
  const read = parseLeadModel(model);
  for (const old of parsed.keys()) if (parsed.size >= mostKept) parsed.delete(old);
  parsed.set(newest.id, read);
  return { id: newest.id, model: read };
}
