import { parseSequence, type Sequence } from "@causeway/engine-conditions";
import { AppError } from "@causeway/kernel";
import type { Locale, WeightRule, WeightRuleInput } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { BoundRule } from "./bound-rule.ts";
import { touchpointCatalog } from "./touchpoint-catalog.ts";

interface RuleRow {
  readonly id: string;
  readonly tag: string;
  readonly name: string;
  readonly sequence: Sequence;
  readonly delta: number;
  readonly half_life_days: number;
  readonly is_active: boolean;
  readonly threshold: number | null;
  readonly changed_at: Date;
}

/** All rules, by tag and name. */
export async function readWeightRules(trx: WorkspaceTransaction): Promise<readonly WeightRule[]> {
  const { rows } = await sql<RuleRow>`
    select r.id, r.tag, r.name, r.sequence, r.delta, r.half_life_days, r.is_active, r.changed_at,
      t.threshold
    from weight_rules r join weight_tags t on t.name = r.tag order by r.tag, r.name, r.id`.execute(
    trx,
  );
  return rows.map((row) => ({
    id: row.id,
    tag: row.tag,
    name: row.name,
    sequence: row.sequence as unknown as WeightRule["sequence"],
    delta: row.delta,
    halfLifeDays: row.half_life_days,
    isActive: row.is_active,
    threshold: row.threshold,
    changedAt: row.changed_at.toISOString(),
  }));
}

/** The rules in force, ready to be followed. */
export async function activeRules(trx: WorkspaceTransaction): Promise<readonly BoundRule[]> {
  const rules = await readWeightRules(trx);
  return rules.filter(({ isActive }) => isActive).map((rule) => boundRule(rule.id, rule));
}

/** Throws AppError("bad-input") where a condition does not fit touchpoints. */
export function boundRule(id: string, rule: WeightRuleInput, locale: Locale = "en"): BoundRule {
  const parsed = parseSequence(rule.sequence, touchpointCatalog, locale);
  if (!parsed.ok) {
    const words = { zh: "行为序列有误", en: "The sequence is not right" };
    throw new AppError("bad-input", words, {
      issues: parsed.issues.map((issue) => ({
        ...issue,
        path: issue.path === "" ? "body.sequence" : `body.sequence.${issue.path}`,
      })),
    });
  }
  const { tag, name, delta, halfLifeDays, threshold } = rule;
  return { id, tag, name, delta, halfLifeDays, threshold, sequence: parsed.checked };
}

export interface RuleChange {
  readonly id: string;
  readonly rule: WeightRuleInput;
  readonly userId: string;
  readonly now: Date;
  readonly locale: Locale;
}

/** Makes a rule or changes it; the threshold is the tag's, so that all its rules share it. */
export async function saveWeightRule(
  trx: WorkspaceTransaction,
  { id, rule, userId, now, locale }: RuleChange,
): Promise<void> {
  boundRule(id, rule, locale);
  await sql`insert into weight_tags (name, threshold) values (${rule.tag}, ${rule.threshold})
    on conflict (name) do update set threshold = excluded.threshold`.execute(trx);
  await sql`insert into weight_rules (id, tag, name, sequence, delta, half_life_days, is_active,
      changed_at, changed_by)
    values (${id}::uuid, ${rule.tag}, ${rule.name}, ${JSON.stringify(rule.sequence)}::jsonb,
      ${rule.delta}, ${rule.halfLifeDays}, ${rule.isActive}, ${now.toISOString()}::timestamptz, ${userId})
    on conflict (id) do update set tag = excluded.tag, name = excluded.name,
      sequence = excluded.sequence, delta = excluded.delta, half_life_days = excluded.half_life_days,
      is_active = excluded.is_active, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`.execute(trx);
  await dropUnusedTags(trx);
}

export async function removeWeightRule(trx: WorkspaceTransaction, id: string): Promise<void> {
  const { rows } = await sql`delete from weight_rules where id = ${id}::uuid returning 1`.execute(
    trx,
  );
  if (rows.length === 0)
    throw new AppError("not-found", { zh: "没有这条规则", en: "There is no such rule" });
  await dropUnusedTags(trx);
}

async function dropUnusedTags(trx: WorkspaceTransaction): Promise<void> {
  await sql`delete from weight_tags t
    where not exists (select from weight_rules r where r.tag = t.name)`.execute(trx);
}
