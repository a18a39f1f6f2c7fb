import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

export interface CountSignalsInput {
  readonly kind: string;
  /** Publications of what happened in so many days before the moment. */
  readonly days: number;
  readonly companies: readonly {
    readonly name: string | null;
    readonly creditCode: string | null;
    readonly asOf: Date;
  }[];
}

/** How many publications about each company were known at its moment; in the order of `companies`. */
export async function countSignals(
  trx: WorkspaceTransaction,
  { kind, days, companies }: CountSignalsInput,
): Promise<readonly number[]> {
  if (companies.length === 0) return [];
  const { rows } = await sql<{ row: number; count: number }>`
    select a.row, count(distinct s.key)::integer as count
    from unnest(
      ${companies.map(({ name }) => name)}::text[],
      ${companies.map(({ creditCode }) => creditCode)}::text[],
      ${companies.map(({ asOf }) => asOf.toISOString())}::timestamptz[])
      with ordinality as a(name, credit_code, as_of, row)
    join signals s on s.kind = ${kind} and s.known_at <= a.as_of
      and s.occurred_at <= a.as_of and s.occurred_at > a.as_of - make_interval(days => ${days}::integer)
      and (s.credit_code = a.credit_code or (s.credit_code is null and s.company_name = a.name))
    group by a.row`.execute(trx);
  const byRow = new Map(rows.map(({ row, count }) => [Number(row), count]));
  return companies.map((_, place) => byRow.get(place + 1) ?? 0);
}
