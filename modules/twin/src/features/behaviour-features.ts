import type { ProfileId } from "@causeway/kernel";
import { membersAsOf, type RecordMoment } from "@causeway/module-identity";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { type BehaviourFeature, behaviourFeatureDefinitions } from "./feature-definitions.ts";

/** Numbers by feature name; null for a time since what never happened. */
export type BehaviourFeatures = Readonly<Record<string, number | null>>;

/**
 * What was known, at each moment, of the behaviour behind a record in the days before it: events, identifiers and
 * merges that became known later do not count. One query for all moments; the answer is in their order.
 */
export async function behaviourFeaturesOfRecords(
  trx: WorkspaceTransaction,
  moments: readonly RecordMoment[],
  definitions: readonly BehaviourFeature[] = behaviourFeatureDefinitions,
): Promise<readonly BehaviourFeatures[]> {
  if (moments.length === 0) return [];
  return readFeatures(trx, membersAsOf(moments), moments.length, definitions);
}

/** The same for persons (any of their profile ids), by the merges known today; the answer is in the order of `profiles`. */
export function behaviourFeatures(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
  asOf: Date,
): Promise<readonly BehaviourFeatures[]> {
  const members = sql`
    select a.row, ${asOf.toISOString()}::timestamptz as as_of, p.id as profile_id
    from unnest(${profiles}::uuid[]) with ordinality as a(id, row)
    join profiles self on self.id = a.id
    join profiles p on p.canonical_id = self.canonical_id`;
  return readFeatures(trx, members, profiles.length, behaviourFeatureDefinitions);
}

async function readFeatures(
  trx: WorkspaceTransaction,
  members: RawBuilder<unknown>,
  count: number,
  definitions: readonly BehaviourFeature[],
): Promise<readonly BehaviourFeatures[]> {
  const reach = Math.max(...definitions.map(({ reachDays = 90 }) => reachDays));
  const columns = definitions.map(
    ({ name, aggregate }) => sql`(${aggregate})::float8 as ${sql.id(name)}`,
  );
  const { rows } = await sql<{ row: number } & Record<string, number | null>>`
    select m.row, ${sql.join(columns)} from (${members}) m
    join touchpoints t on t.profile_id = m.profile_id
      and t.occurred_at <= m.as_of and t.occurred_at > m.as_of - make_interval(days => ${reach})
      and t.received_at <= m.as_of
    group by m.row`.execute(trx);
  const byRow = new Map(rows.map(({ row, ...features }) => [row, features]));
  const quiet = Object.fromEntries(
    definitions.map(({ name, quiet: value = 0 }) => [name, value] as const),
  );
  return Array.from({ length: count }, (_, index) => byRow.get(index + 1) ?? quiet);
}
