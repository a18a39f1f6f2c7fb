import { AppError, type Clock } from "@causeway/kernel";
import { defaultRules, matchPeople, saveRule, saveRules } from "@causeway/module-identity";
import { type Locale, matchingRuleBodySchema } from "@causeway/platform-contract";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { readDemoState } from "./demo-state.ts";

const actor = { kind: "system", id: "demo" } as const;

/** The demo company writes the numbers of its shop's orders into the names of deals. */
export async function makeDemoNumbers(trx: WorkspaceTransaction, now: Date): Promise<void> {
  const companyNumbers = [{ kind: "external:order_id", object: "deal", field: "name" }];
  await saveRules(trx, { ...defaultRules, companyNumbers }, actor, now);
}

/** Sure only of people whose company is written alike; the others wait for somebody to look. */
function ruleBody(locale: Locale) {
  return matchingRuleBodySchema.parse({
    name: { zh: "姓名与公司", en: "Name and company" }[locale],
    fields: [
      { field: "name", kind: "full-name" },
      { field: "company", kind: "company" },
      { field: "phone", kind: "phone" },
      { field: "company_domain", kind: "category" },
    ],
    blocking: [["name"]],
    mergeAt: 0.99,
    reviewAt: 0.5,
  });
}

/**
 * Puts the demo company's matching rule into force, once, and looks at everybody: some are one person beyond doubt, and
 * some wait for an answer. A company too small to learn weights from goes without.
 */
export async function matchDemoPeople(
  workspace: WorkspaceDatabase,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const isMade = await workspace.transaction(async (trx) => {
    const { rows } = await sql`select 1 from matching_rules limit 1`.execute(trx);
    const state = await readDemoState(trx);
    if (rows.length > 0 || state === undefined) return false;
    return makeRule(trx, state.locale, clock());
  });
  for (let looked = isMade ? 1 : 0; looked > 0; ) {
    signal.throwIfAborted();
    looked = await retryConflicts(() => workspace.transaction((trx) => matchPeople(trx, clock())));
  }
}

async function makeRule(trx: WorkspaceTransaction, locale: Locale, now: Date): Promise<boolean> {
  try {
    await saveRule(trx, ruleBody(locale), actor, now);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "bad-input") return false;
    throw error;
  }
}
