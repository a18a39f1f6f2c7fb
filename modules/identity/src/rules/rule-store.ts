import { isDeepStrictEqual } from "node:util";
import { requestRebuild } from "@causeway/module-touchpoints";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { defaultRules, type IdentityRules } from "./identity-rules.ts";
import { mailboxPattern } from "./mailbox-pattern.ts";

export interface RulesInForce {
  /** 0 is what comes with the product. */
  readonly version: number;
  readonly savedAt: Date | null;
  readonly rules: IdentityRules;
}

/** The rules in force and their version. */
export async function readRules(trx: WorkspaceTransaction): Promise<RulesInForce> {
  const { rows } = await sql<{ version: number; rules: Partial<IdentityRules>; saved_at: Date }>`
    select version, rules, saved_at from identity_rules order by version desc limit 1`.execute(trx);
  const [newest] = rows;
  return {
    version: newest?.version ?? 0,
    savedAt: newest?.saved_at ?? null,
    rules: { ...defaultRules, ...newest?.rules },
  };
}

/**
 * Puts other rules into force: the whole history is folded again under them, in the background, unless nothing changed but
 * which numbers lead to a company; those are looked up by `fillNumbers`.
 */
export async function saveRules(
  trx: WorkspaceTransaction,
  rules: IdentityRules,
  actor: AuditActor,
  now: Date,
): Promise<void> {
  // Changes of records that know the rules until now end first.
  await sql`lock table identity_rules in exclusive mode`.execute(trx);
  const before = await readRules(trx);
  await sql`insert into identity_rules (version, rules, mailbox_pattern, actor_kind, actor_id, saved_at)
    select coalesce(max(version), 0) + 1, ${JSON.stringify(rules)}::jsonb, ${mailboxPattern(rules)}, ${actor.kind}, ${actor.id},
      ${now}::timestamptz from identity_rules`.execute(trx);
  if (!foldAlike(before.rules, rules)) await requestRebuild(trx, "identity");
  await recordAudit(trx, { actor, action: "identity.rules-saved", subject: "rules" });
}

/** Whether two sets of rules make the same graph of any history. */
function foldAlike(left: IdentityRules, right: IdentityRules): boolean {
  const folding = (rules: IdentityRules) => ({ ...rules, companyNumbers: [] });
  return isDeepStrictEqual(folding(left), folding(right));
}
