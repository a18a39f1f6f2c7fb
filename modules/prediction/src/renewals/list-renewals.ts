import type { Renewal, Renewals } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

const bucketDays = [30, 90, 180, 365] as const;
const mostListed = 500;

type Row = Omit<Renewal, "risk"> & {
  readonly probability: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly asOf: Date | null;
};

/** Active contracts that end within a year from `now`, with the risk that they are not renewed, the dearest risk first. */
export async function listRenewals(trx: WorkspaceTransaction, now: Date): Promise<Renewals> {
  const today = now.toISOString().slice(0, 10);
  const last = bucketDays.at(-1) ?? 0;
  const { rows } = await sql<Row>`
    select c.id::text as "contractId", c.name, c.account::text as "accountId", a.name as account,
      c.amount::float8 as amount, to_char(c.ends_on, 'YYYY-MM-DD') as "endsOn",
      (c.ends_on - ${today}::date)::integer as "daysLeft",
      s.value as probability, s.low, s.high, s.as_of as "asOf"
    from record_contract c
    left join record_account a on a.id = c.account and a.deleted_at is null
    left join scores s on s.prediction = 'renewal-risk' and s.record_id = c.id
    where c.deleted_at is null and coalesce(c.status, 'active') = 'active'
      and c.ends_on >= ${today}::date and c.ends_on <= ${today}::date + ${last}::integer
    order by coalesce(s.value * c.amount, -1) desc, c.ends_on, c.id`.execute(trx);
  return {
    buckets: bucketDays.map((withinDays, place) => {
      const after = bucketDays[place - 1] ?? -1;
      const own = rows.filter(({ daysLeft }) => daysLeft > after && daysLeft <= withinDays);
      return {
        withinDays,
        contracts: own.length,
        amount: own.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
        atRisk: own.reduce(
          (sum, { amount, probability }) => sum + (amount ?? 0) * (probability ?? 0),
          0,
        ),
        unscored: own.filter(({ probability }) => probability === null).length,
      };
    }),
    renewals: rows.slice(0, mostListed).map(({ probability, low, high, asOf, ...renewal }) => ({
      ...renewal,
      risk:
        probability === null || low === null || high === null || asOf === null
          ? null
          : { probability, low, high, asOf: asOf.toISOString() },
    })),
  };
}
