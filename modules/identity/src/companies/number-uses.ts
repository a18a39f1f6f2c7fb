import type { FieldUse } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readRules } from "../rules/rule-store.ts";

/** The fields in which numbers of events are looked up. */
export async function numberUses(trx: WorkspaceTransaction): Promise<readonly FieldUse[]> {
  const { rules } = await readRules(trx);
  return rules.companyNumbers.map(({ kind, object, field }) => {
    const name = kind.replace(/^external:/, "");
    return {
      ...{ object, field },
      by: { zh: `单号规则“${name}”`, en: `the rule for numbers “${name}”` },
    };
  });
}
