import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { defaultRules, type IdentityRules } from "./identity-rules.ts";

/** The rules in force and their version; 0 is what comes with the product. */
export async function readRules(
  trx: WorkspaceTransaction,
): Promise<{ readonly version: number; readonly rules: IdentityRules }> {
  const { rows } = await sql<{ version: number; rules: Partial<IdentityRules> }>`
    select version, rules from identity_rules order by version desc limit 1`.execute(trx);
  const [newest] = rows;
  return { version: newest?.version ?? 0, rules: { ...defaultRules, ...newest?.rules } };
}
