import { AppError } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { bindIn } from "../definitions/definition-store.ts";
import type { CurrentModel } from "./current-model.ts";

/** The definition of a version, bound to the objects of today and by the parameters it was trained by; undefined where it no longer fits them and cannot score. */
export async function boundModel(
  trx: WorkspaceTransaction,
  { definition, model }: Pick<CurrentModel, "definition" | "model">,
): Promise<BoundDefinition | undefined> {
  try {
    return await bindIn(trx, definition, model.parameters ?? undefined);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
