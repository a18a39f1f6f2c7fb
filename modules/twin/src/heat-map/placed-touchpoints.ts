import { companiesBehind, tellsWho } from "@causeway/module-identity";
import type { HeatMapQuery } from "@causeway/platform-contract";
import { type RawBuilder, sql } from "kysely";
import { stagesOfAccounts } from "./stages-of-accounts.ts";

/** A span of time; `to` is exclusive. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * SQL of common table expressions that end in `placed`: every touchpoint of a span with its person, whether that is
 * somebody known, and the stage in which the customer stood when it happened. Who is who is read as it is known today.
 */
export function placedTouchpoints({ from, to }: Span): RawBuilder<unknown> {
  return sql`
    ${stagesOfAccounts()}, linked as (
      select p.canonical_id as person, min(m.account_id::text)::uuid as account_id
      from record_identifiers r join identifiers i using (kind, value)
      join profiles p on p.id = i.profile_id left join record_people m using (object, record_id)
      where r.object in ('contact', 'lead') and not i.shared and ${tellsWho("i")}
      group by p.canonical_id
    ), employed as (
      select p.canonical_id as person, min(c.account_id::text)::uuid as account_id
      from (${companiesBehind({})}) c join profiles p on p.id = c.profile_id group by p.canonical_id
    ), visitors as (
      select p.id as profile, p.canonical_id as person, self.known or l.person is not null as known,
        l.person is not null as linked, coalesce(l.account_id, e.account_id) as account_id
      from profiles p join profiles self on self.id = p.canonical_id
      left join linked l on l.person = p.canonical_id
      left join employed e on e.person = p.canonical_id
    ), placed as (
      select t.event_id, t.profile_id, t.kind, t.occurred_at, v.person, v.known, v.account_id,
        coalesce(s.stage, case when v.linked then 'lead' when v.known then 'known' else 'anonymous' end)
          as stage
      from touchpoints t join visitors v on v.profile = t.profile_id
      left join account_stages s on s.account_id = v.account_id
        and s.starts <= t.occurred_at and s.ends > t.occurred_at
      where t.occurred_at >= ${from.toISOString()}::timestamptz
        and t.occurred_at < ${to.toISOString()}::timestamptz
    )`;
}

const times = { hour: "HH24", weekday: "ID" } as const;

/** SQL of the column a touchpoint `p` falls into. */
export function columnOf({ columns, zone }: HeatMapQuery): RawBuilder<string> {
  if (columns === "stage") return sql`p.stage`;
  const local = sql`p.occurred_at at time zone ${zone}`;
  if (columns === "week") return sql`to_char(date_trunc('week', ${local}), 'YYYY-MM-DD')`;
  return sql`to_char(${local}, ${sql.lit(times[columns])})`;
}

export function rowOf({ rows }: HeatMapQuery): RawBuilder<string> {
  return rows === "kind" ? sql`p.kind` : sql`p.stage`;
}

/** SQL of what the reader left out by choosing one kind or one stage. */
export function chosen({ kind, stage }: HeatMapQuery): RawBuilder<boolean> {
  return sql`${kind === undefined ? sql`true` : sql`p.kind = ${kind}`}
    and ${stage === undefined ? sql`true` : sql`p.stage = ${stage}`}`;
}
