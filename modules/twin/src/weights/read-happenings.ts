import { type CheckedCondition, compileToSql, type Happening } from "@causeway/engine-conditions";
import type { ProfileId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { plannedTier, plannedTierText } from "../queries/planned-tier.ts";
import type { BoundRule } from "./bound-rule.ts";

/** Contributions older than this many half-lives are less than a thousandth of what they were. */
const rememberedHalfLives = 10;
const dayMs = 86_400_000;
/** A conditions on touchpoints asks for no relative dates that would need another moment. */
export const noMoment = { now: new Date(0), unreadable: "null" } as const;

interface HappeningRow {
  readonly id: string;
  readonly person: ProfileId;
  readonly at_ms: number;
  readonly kind: string;
  readonly type: string;
  readonly name: string;
  readonly topic: string | null;
  readonly subject: string | null;
  readonly tier: string;
}

/** Since when touchpoints can still matter to a rule at `now`. */
export function rememberedFrom(rules: readonly BoundRule[], now: Date): Date {
  const days = Math.max(
    0,
    ...rules.map(
      ({ halfLifeDays, sequence }) => halfLifeDays * rememberedHalfLives + sequence.withinDays,
    ),
  );
  return new Date(now.getTime() - days * dayMs);
}

/**
 * What people did that some rule asks about, by person and in order of time, up to and with `to`. `people` are canonical
 * profile ids; null: everybody.
 */
export async function readHappenings(
  trx: WorkspaceTransaction,
  rules: readonly BoundRule[],
  people: readonly string[] | null,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<ReadonlyMap<ProfileId, readonly Happening[]>> {
  const conditions = rules.flatMap(({ sequence }) => [
    ...sequence.steps.map(({ of }) => of),
    ...(sequence.without ? [sequence.without] : []),
  ]);
  if (conditions.length === 0) return new Map();
  const theirs = people === null ? sql`true` : sql`p.canonical_id = any(${people}::uuid[])`;
  const { rows } = await sql<HappeningRow>`
    select t.event_id::text as id, p.canonical_id as person,
      (extract(epoch from t.occurred_at) * 1000)::float8 as at_ms,
      t.kind, t.type, t.name, t.topic, t.subject, ${plannedTier} as tier
    from touchpoints t join profiles p on p.id = t.profile_id
    where ${theirs} and t.occurred_at >= ${from.toISOString()}::timestamptz
      and t.occurred_at <= ${to.toISOString()}::timestamptz
      and (${sql.join(conditions.map(testOf), sql` or `)})
    order by t.occurred_at, t.event_id`.execute(trx);
  const byPerson = new Map<ProfileId, Happening[]>();
  for (const { id, person, at_ms: atMs, ...row } of rows) {
    const own = byPerson.get(person) ?? [];
    own.push({ id, atMs, row });
    byPerson.set(person, own);
  }
  return byPerson;
}

function testOf(condition: CheckedCondition): RawBuilder<unknown> {
  const { fragments, parameters } = compileToSql(condition, {
    ...noMoment,
    column: (field) => (field === "tier" ? plannedTierText : `"t"."${field}"`),
  });
  return sql.join(
    fragments.flatMap((text, index) => [
      sql.raw(text),
      ...(index < parameters.length ? [sql.val(parameters[index])] : []),
    ]),
    sql``,
  );
}
