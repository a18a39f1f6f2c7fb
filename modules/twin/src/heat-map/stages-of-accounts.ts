import { type RawBuilder, sql } from "kysely";

/**
 * SQL of the common table expressions that end in `account_stages` (account_id, starts, ends, stage): where each account
 * stood at every moment since its first deal. Of several deals an open one counts, the newest of those; then a won one.
 */
export function stagesOfAccounts(): RawBuilder<unknown> {
  return sql`
    moves as (
      select c.record_id as deal, c.occurred_at as at, c.changes->'stage'->>'from' as before,
        c.changes->'stage'->>'to' as stage,
        row_number() over (partition by c.record_id order by c.occurred_at, c.id) as place
      from record_changes c
      where c.object = 'deal' and c.kind = 'update' and c.changes ? 'stage'
    ), steps as (
      select d.id as deal, d.account as account_id, d.created_at as at, 0 as place,
        case when m.deal is null then d.stage else m.before end as stage
      from record_deal d left join moves m on m.deal = d.id and m.place = 1
      where d.deleted_at is null and d.account is not null
      union all
      select d.id, d.account, greatest(m.at, d.created_at), m.place, m.stage
      from record_deal d join moves m on m.deal = d.id
      where d.deleted_at is null and d.account is not null
    ), spans as (
      select account_id, stage, at as starts,
        lead(at, 1, 'infinity') over (partition by deal order by at, place) as ends
      from steps
    ), pieces as (
      select account_id, at as starts,
        lead(at, 1, 'infinity') over (partition by account_id order by at) as ends
      from (select distinct account_id, starts as at from spans) bounds
    ), account_stages as (
      select distinct on (p.account_id, p.starts) p.account_id, p.starts, p.ends,
        case s.stage when 'won' then 'customer' else s.stage end as stage
      from pieces p
      join spans s on s.account_id = p.account_id and s.starts <= p.starts and s.ends > p.starts
      where s.stage is not null
      order by p.account_id, p.starts, s.stage = 'lost', s.stage = 'won', s.starts desc
    )`;
}
