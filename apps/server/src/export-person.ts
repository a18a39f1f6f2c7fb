import { AppError } from "@causeway/kernel";
import { exportPerson, findPerson } from "@causeway/module-privacy";
import { recordAudit } from "@causeway/platform-audit";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { allPersonalData } from "./personal-data.ts";

const kinds = ["contact", "lead", "profile"] as const;

/**
 * Everything that is stored of the person whose contact, lead or profile has this id, as JSON. Throws
 * `AppError("not-found")`.
 */
export function exportPersonById(workspace: WorkspaceDatabase, id: string): Promise<string> {
  return workspace.transaction(async (trx) => {
    const person = await findByAnyId(trx, id);
    const actor = { kind: "system", id: "command" };
    await recordAudit(trx, { actor, action: "privacy.exported", subject: id });
    return exportPerson(trx, allPersonalData, person, new Date());
  });
}

async function findByAnyId(trx: WorkspaceTransaction, id: string) {
  for (const object of kinds) {
    try {
      return await findPerson(trx, { object, id });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "not-found") throw error;
    }
  }
  throw new AppError("not-found", { zh: "没有这个人", en: "There is no such person" });
}
