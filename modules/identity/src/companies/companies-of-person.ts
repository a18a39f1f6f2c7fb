import { getRecords } from "@causeway/module-records";
import type { PersonIdentity } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { companiesBehind } from "./companies-behind.ts";

type Company = PersonIdentity["companies"][number];

interface CompanyRow {
  readonly account: string;
  readonly kind: string;
  readonly value: string;
  readonly object: string | null;
  readonly record: string | null;
  readonly known_at: Date;
}

/** Grounds shown at most. */
const mostGrounds = 50;

/** The companies that profiles of one person lead to, each with what leads there: a name, a domain, the number of a record. */
export async function companiesOfPerson(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
): Promise<Company[]> {
  const { rows } = await sql<CompanyRow>`
    select c.account_id::text as account, c.kind, c.value, min(c.object) as object,
      min(c.record_id::text) as record, min(c.known_at) as known_at
    from unnest(${profiles}::uuid[]) as p(id)
    cross join lateral (${companiesBehind({ profile: sql`p.id` })}) c
    group by c.account_id, c.kind, c.value
    order by min(c.known_at), c.account_id, c.kind, c.value limit ${mostGrounds}`.execute(trx);
  const titles = await titlesOf(trx, rows);
  return rows.flatMap(({ account, kind, value, object, record, known_at }): readonly Company[] => {
    const title = titles.get(account);
    if (title === undefined) return [];
    return [
      {
        account: { id: account, title },
        by: { kind, value },
        record:
          object === null || record === null
            ? null
            : { object, id: record, title: titles.get(record) ?? "" },
        knownAt: known_at.toISOString(),
      },
    ];
  });
}

async function titlesOf(
  trx: WorkspaceTransaction,
  rows: readonly CompanyRow[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, Set<string>>();
  const want = (object: string, id: string) =>
    wanted.set(object, (wanted.get(object) ?? new Set()).add(id));
  for (const { account, object, record } of rows) {
    want("account", account);
    if (object !== null && record !== null) want(object, record);
  }
  const titles = new Map<string, string>();
  for (const [object, ids] of wanted) {
    for (const { id, title, deletedAt } of await getRecords(trx, { object, ids: [...ids] })) {
      if (deletedAt === null) titles.set(id, title);
    }
  }
  return titles;
}
