import { AppError, type ProfileId } from "@causeway/kernel";
import type { AuditActor } from "@causeway/platform-audit";
import type { MatchedPair, MatchingReview } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type DecisionTaken, decide } from "../decisions/decide.ts";
import { profileIdFor } from "../graph/profile-id.ts";
import type { Identifier } from "../identifiers/identifier.ts";
import { describePeople } from "../profiles/describe-people.ts";

interface ReviewRow {
  readonly id: string;
  readonly rule_id: string;
  readonly rule_name: string;
  readonly left_kind: string;
  readonly left_value: string;
  readonly right_kind: string;
  readonly right_value: string;
  readonly evidence: Pick<MatchedPair, "probability" | "priorBits" | "evidence">;
  readonly created_at: Date;
}

/** Pairs that wait for a person, the likeliest first. Those who have become one meanwhile are not among them. */
export async function openReviews(
  trx: WorkspaceTransaction,
  limit: number,
): Promise<{ readonly reviews: MatchingReview[]; readonly open: number }> {
  const { rows } = await sql<ReviewRow>`
    select v.*, r.name as rule_name from matching_reviews v join matching_rules r on r.id = v.rule_id
    where v.state = 'open' order by v.probability desc, v.id limit ${limit}`.execute(trx);
  const counted = await sql<{ open: number }>`
    select count(*) as open from matching_reviews where state = 'open'`.execute(trx);
  const sides = rows.flatMap((row) => [leftOf(row), rightOf(row)]);
  const people = await peopleOf(trx, sides);
  const reviews = rows.flatMap((row): readonly MatchingReview[] => {
    const [left, right] = [people(leftOf(row)), people(rightOf(row))];
    if (left.profileId !== null && left.profileId === right.profileId) return [];
    const { id, rule_id, rule_name, created_at, evidence } = row;
    const createdAt = created_at.toISOString();
    return [{ ...evidence, id, ruleId: rule_id, ruleName: rule_name, createdAt, left, right }];
  });
  return { reviews, open: counted.rows[0]?.open ?? 0 };
}

/** A person's answer: a decision in the log that every replay obeys. Throws `AppError("not-found")` when it was answered. */
export async function answerReview(
  trx: WorkspaceTransaction,
  id: string,
  verdict: "together" | "apart",
  actor: AuditActor,
  now: Date,
): Promise<DecisionTaken> {
  const { rows } = await sql<ReviewRow>`
    update matching_reviews set state = ${verdict === "together" ? "accepted" : "rejected"},
      decided_at = ${now}, decided_by = ${actor.id}
    where id = ${id}::uuid and state = 'open' returning *`.execute(trx);
  const [row] = rows;
  if (row === undefined)
    throw new AppError("not-found", {
      zh: "这一对已不在待复核中",
      en: "There is no such open review",
    });
  const { evidence, rule_id: rule } = row;
  const decision = { verdict, left: leftOf(row), right: rightOf(row), rule, evidence };
  return decide(trx, [decision], actor, now);
}

const leftOf = (row: ReviewRow): Identifier => ({ kind: row.left_kind, value: row.left_value });
const rightOf = (row: ReviewRow): Identifier => ({ kind: row.right_kind, value: row.right_value });

async function peopleOf(
  trx: WorkspaceTransaction,
  sides: readonly Identifier[],
): Promise<(side: Identifier) => MatchedPair["left"]> {
  const ids = sides.map(({ kind, value }) => profileIdFor(kind, value));
  const { rows } = await sql<{ id: ProfileId; person: ProfileId; known: boolean; events: number }>`
    select p.id, p.canonical_id as person, bool_or(q.known) as known, sum(q.events)::bigint as events
    from profiles p join profiles q on q.canonical_id = p.canonical_id
    where p.id = any(${ids}::uuid[]) group by p.id`.execute(trx);
  const described = await describePeople(trx, [...new Set(rows.map(({ person }) => person))]);
  const names = new Map(described.map(({ id, name }) => [id, name]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ({ kind, value }) => {
    const row = byId.get(profileIdFor(kind, value));
    return {
      kind,
      value,
      profileId: row?.person ?? null,
      name: (row && names.get(row.person)) ?? value,
      known: row?.known ?? false,
      events: row?.events ?? 0,
    };
  };
}
