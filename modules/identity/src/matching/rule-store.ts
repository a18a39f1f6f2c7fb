import { type LearnedWeights, relativesInWords, weightsInWords } from "@causeway/engine-linkage";
import { AppError, newId } from "@causeway/kernel";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type {
  MatchingRuleBody,
  MatchingRule as MatchingRuleDocument,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { withdraw } from "../decisions/decide.ts";
import { nothingToLearn } from "./dry-run.ts";
import { learnRule } from "./learn-rule.ts";
import type { MatchingRule } from "./matching-rule.ts";

interface RuleRow {
  readonly id: string;
  readonly body: MatchingRuleBody;
  readonly weights: LearnedWeights;
  readonly enabled: boolean;
  readonly saved_at: Date;
  readonly merged: number;
  readonly open: number;
}

/** Learns a rule's weights and puts it into force; existing people are looked at by whoever works the queue. */
export async function saveRule(
  trx: WorkspaceTransaction,
  body: MatchingRuleBody,
  actor: AuditActor,
  now: Date,
): Promise<string> {
  const weights = await learnRule(trx, body);
  if (weights === null) throw nothingToLearn();
  const id = newId(now.getTime());
  await sql`insert into matching_rules (id, name, body, weights, enabled, actor_kind, actor_id, saved_at)
    values (${id}, ${body.name}, ${JSON.stringify(body)}, ${JSON.stringify(weights)}, true,
      ${actor.kind}, ${actor.id}, ${now})`.execute(trx);
  await sql`insert into matching_queue (profile_id) select id from profiles
    where id = canonical_id on conflict do nothing`.execute(trx);
  await recordAudit(trx, {
    actor,
    action: "identity.rule-saved",
    subject: id,
    details: { name: body.name },
  });
  return id;
}

/** Takes a rule out of force, and what it joined with it; a person's decisions stay. Throws `AppError("not-found")`. */
export async function removeRule(
  trx: WorkspaceTransaction,
  id: string,
  actor: AuditActor,
  now: Date,
): Promise<void> {
  const { rows } = await sql`update matching_rules set enabled = false, deleted_at = ${now}
    where id = ${id}::uuid and deleted_at is null returning id`.execute(trx);
  if (rows.length === 0)
    throw new AppError("not-found", { zh: "没有这条规则", en: "There is no such rule" });
  await sql`delete from matching_reviews where rule_id = ${id}::uuid and state = 'open'`.execute(
    trx,
  );
  const taken = await sql<{ id: string }>`select id from identity_decisions
    where rule_id = ${id}::uuid and origin = 'rule' and withdrawn_at is null`.execute(trx);
  await withdraw(
    trx,
    taken.rows.map((row) => row.id),
    actor,
    now,
  );
  await recordAudit(trx, { actor, action: "identity.rule-removed", subject: id });
}

/** The rules in force, for use. */
export async function rulesInForce(trx: WorkspaceTransaction): Promise<readonly MatchingRule[]> {
  const { rows } = await sql<RuleRow>`select id, body, weights from matching_rules
    where enabled and deleted_at is null order by saved_at, id`.execute(trx);
  return rows;
}

/** The rules in force with what they did, for people to read. */
export async function listRules(
  trx: WorkspaceTransaction,
): Promise<readonly MatchingRuleDocument[]> {
  const { rows } = await sql<RuleRow>`select r.id, r.body, r.weights, r.enabled, r.saved_at,
      (select count(*) from identity_decisions d
        where d.rule_id = r.id and d.verdict = 'together' and d.withdrawn_at is null) as merged,
      (select count(*) from matching_reviews v where v.rule_id = r.id and v.state = 'open') as open
    from matching_rules r where deleted_at is null order by saved_at, id`.execute(trx);
  return rows.map(({ id, body, weights, enabled, saved_at, merged, open }) => ({
    id,
    rule: body,
    enabled,
    savedAt: saved_at.toISOString(),
    weights: weightsInWords(weights).map(({ field, levels }) => ({ field, levels: [...levels] })),
    relatives: relativesInWords(weights),
    merged,
    open,
  }));
}
