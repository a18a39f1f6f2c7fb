import { newId } from "@causeway/kernel";
import { holdProjection } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { decide } from "../decisions/decide.ts";
import { evidenceOf } from "./describe-pair.ts";
import { type Evaluation, evaluateRule, orderedSides } from "./evaluate-rule.ts";
import type { MatchingRule } from "./matching-rule.ts";
import { rulesInForce } from "./rule-store.ts";
import type { WeighedPair } from "./weigh-candidates.ts";

/** People taken from the queue in one transaction. */
const usualAtOnce = 500;

/**
 * Looks at people whose evidence changed, by every rule in force: joins the sure ones as decisions of the rule, and leaves
 * the others to a person. In how many portions the queue is worked off makes no difference to what a rule joins, but for
 * how common values have become by then. Returns how many were looked at; 0 when nobody waits.
 */
export async function matchPeople(
  trx: WorkspaceTransaction,
  now: Date,
  atOnce: number = usualAtOnce,
): Promise<number> {
  await holdProjection(trx, "identity");
  const { rows } = await sql<{
    profile_id: string;
  }>`delete from matching_queue where profile_id in (
    select profile_id from matching_queue order by profile_id limit ${atOnce}
    for update skip locked) returning profile_id`.execute(trx);
  if (rows.length === 0) return 0;
  let changed = rows.map(({ profile_id }) => profile_id);
  for (const [place, rule] of (await rulesInForce(trx)).entries()) {
    // By what an earlier rule joined, people may have become others.
    const people = await sql<{ id: string }>`select distinct canonical_id as id from profiles
      where id = any(${changed}::uuid[])`.execute(trx);
    const looked = await applyRule(
      trx,
      rule,
      people.rows.map(({ id }) => id),
      now,
    );
    // The later rules look at those too, and then everybody has.
    if (place === 0) changed = [...looked];
  }
  await sql`delete from matching_queue where profile_id = any(${changed}::uuid[])`.execute(trx);
  return rows.length;
}

async function applyRule(
  trx: WorkspaceTransaction,
  rule: MatchingRule,
  people: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const found = await evaluateRule(trx, rule, people);
  if (found.merge.length > 0) {
    const decisions = found.merge.map((pair) => {
      const [left, right] = sidesOf(found, pair);
      return {
        verdict: "together" as const,
        left,
        right,
        origin: "rule" as const,
        rule: rule.id,
        evidence: keptEvidence(pair),
      };
    });
    await decide(trx, decisions, { kind: "rule", id: rule.id }, now);
  }
  for (const pair of found.review) await queueReview(trx, rule, found, pair, now);
  return found.looked;
}

async function queueReview(
  trx: WorkspaceTransaction,
  rule: MatchingRule,
  found: Evaluation,
  pair: WeighedPair,
  now: Date,
): Promise<void> {
  const [left, right] = sidesOf(found, pair);
  await sql`insert into matching_reviews (id, rule_id, left_kind, left_value, right_kind, right_value,
      probability, evidence, state, created_at)
    values (${newId(now.getTime())}, ${rule.id}, ${left.kind}, ${left.value}, ${right.kind},
      ${right.value}, ${pair.probability}, ${JSON.stringify(keptEvidence(pair))}, 'open', ${now})
    on conflict (left_kind, left_value, right_kind, right_value) do nothing`.execute(trx);
}

function sidesOf({ people }: Evaluation, { left, right }: WeighedPair) {
  return orderedSides(people.get(left)?.founder, people.get(right)?.founder);
}

function keptEvidence(pair: WeighedPair) {
  const { probability, priorBits, against } = pair;
  return { probability, priorBits, against, evidence: evidenceOf(pair) };
}
