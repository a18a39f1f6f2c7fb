import { newId } from "@causeway/kernel";
import { holdProjection } from "@causeway/module-touchpoints";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Identifier } from "../identifiers/identifier.ts";
import type { IdentityTables } from "../tables.ts";
import { barsBetween } from "./bars-between.ts";
import { recomputeHolders } from "./recompute-holders.ts";

/** That two identifiers, or the profiles they founded, belong to one person, or never do. */
export interface NewDecision {
  readonly verdict: "apart" | "together";
  readonly left: Identifier;
  readonly right: Identifier;
  readonly note?: string;
  /** The rule that proposed or took it. */
  readonly rule?: string;
  readonly origin?: "person" | "rule";
  readonly evidence?: unknown;
}

export interface DecisionTaken {
  readonly ids: readonly string[];
  /** True when so many people are concerned that the whole graph is computed again in the background. */
  readonly isRebuilding: boolean;
}

/**
 * Takes decisions and computes the people concerned again, as if each had held from the start of the log. A later
 * decision about the same two sides takes the place of the earlier one.
 */
export async function decide(
  trx: WorkspaceTransaction,
  decisions: readonly NewDecision[],
  actor: AuditActor,
  now: Date,
): Promise<DecisionTaken> {
  await holdProjection(trx, "identity");
  const ids: string[] = [];
  for (const decision of decisions) ids.push(await store(trx, decision, actor, now));
  const sides = decisions.flatMap(({ left, right }) => [left, right]);
  return { ids, isRebuilding: await recomputeHolders(trx, sides) };
}

/** Takes a decision back; the people concerned are as if it had never been taken. False when it was not in force. */
export async function withdraw(
  trx: WorkspaceTransaction,
  ids: readonly string[],
  actor: AuditActor,
  now: Date,
): Promise<boolean> {
  await holdProjection(trx, "identity");
  const sides = await end(trx, ids, actor, now);
  if (sides.length === 0) return false;
  await recomputeHolders(trx, sides);
  return true;
}

async function store(
  trx: WorkspaceTransaction,
  decision: NewDecision,
  actor: AuditActor,
  now: Date,
): Promise<string> {
  const { verdict, left, right, note = "", rule = null, origin = "person", evidence } = decision;
  const { rows } = await sql<{ id: string }>`select decision_id as id from identity_constraints
    where kind = ${left.kind} and value = ${left.value}
      and other_kind = ${right.kind} and other_value = ${right.value}`.execute(trx);
  await end(trx, [...rows.map(({ id }) => id), ...(await overruled(trx, decision))], actor, now);
  const id = newId(now.getTime());
  await trx
    .$extendTables<IdentityTables>()
    .insertInto("identity_decisions")
    .values({
      id,
      verdict,
      left_kind: left.kind,
      left_value: left.value,
      right_kind: right.kind,
      right_value: right.value,
      origin,
      rule_id: rule,
      note,
      evidence: evidence === undefined ? null : JSON.stringify(evidence),
      actor_kind: actor.kind,
      actor_id: actor.id,
      decided_at: now,
      withdrawn_at: null,
      withdrawn_by: null,
    })
    .execute();
  await sql`insert into identity_constraints (kind, value, other_kind, other_value, decision_id)
    values (${left.kind}, ${left.value}, ${right.kind}, ${right.value}, ${id}),
           (${right.kind}, ${right.value}, ${left.kind}, ${left.value}, ${id})`.execute(trx);
  await recordAudit(trx, {
    actor,
    action: `identity.decided-${verdict}`,
    subject: id,
    details: { left, right, note },
  });
  return id;
}

/** A person who joins two people means it: what kept them apart by other identifiers ends. A rule overrules nobody. */
async function overruled(
  trx: WorkspaceTransaction,
  { verdict, origin = "person", left, right }: NewDecision,
): Promise<readonly string[]> {
  return verdict === "together" && origin === "person" ? barsBetween(trx, left, right) : [];
}

async function end(
  trx: WorkspaceTransaction,
  ids: readonly string[],
  actor: AuditActor,
  now: Date,
): Promise<readonly Identifier[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    left_kind: string;
    left_value: string;
    right_kind: string;
    right_value: string;
  }>`update identity_decisions set withdrawn_at = ${now}, withdrawn_by = ${actor.id}
    where id = any(${ids}::uuid[]) and withdrawn_at is null
    returning id, left_kind, left_value, right_kind, right_value`.execute(trx);
  await sql`delete from identity_constraints where decision_id = any(${ids}::uuid[])`.execute(trx);
  for (const { id } of rows) {
    await recordAudit(trx, { actor, action: "identity.decision-withdrawn", subject: id });
  }
  return rows.flatMap((row) => [
    { kind: row.left_kind, value: row.left_value },
    { kind: row.right_kind, value: row.right_value },
  ]);
}
