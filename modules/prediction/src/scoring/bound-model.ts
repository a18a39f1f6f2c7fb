import { AppError } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { bindIn } from "../definitions/definition-store.ts";
import type { CurrentModel } from "./current-model.ts";

/** The definition of a version, bound to the objects of today; undefined where it no longer fits them and cannot score. */
export async function boundModel(
  trx: WorkspaceTransaction,
  { definition }: Pick<CurrentModel, "definition">,
): Promise<BoundDefinition | undefined> {
  try {
    return await bindIn(trx, definition);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
