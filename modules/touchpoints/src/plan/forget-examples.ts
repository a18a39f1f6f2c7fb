import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/**
 * Forgets the examples of all properties: whose value one was is not known. The next event gives another. Returns 0,
 * since one call does it.
 */
export async function forgetExamples(trx: WorkspaceTransaction): Promise<number> {
  await sql`update observed_properties set example = '' where example <> ''`.execute(trx);
  return 0;
}
