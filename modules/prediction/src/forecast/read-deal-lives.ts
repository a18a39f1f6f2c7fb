import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type DealChange, type DealLife, dealLife } from "./deal-life.ts";

const pageSize = 2_000;
const nowhere = "00000000-0000-0000-0000-000000000000";
const fields = ["stage", "amount", "expected_close", "closed_at", "team"] as const;

interface DealRow {
  readonly id: string;
  readonly createdMs: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly changes: readonly StoredChange[] | null;
}

interface StoredChange {
  readonly atMs: number;
  readonly changes: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
}

/** The lives of all deals that are there, as they happened, read in short transactions. */
export async function readDealLives(workspace: WorkspaceDatabase): Promise<readonly DealLife[]> {
  const lives: DealLife[] = [];
  let after = nowhere;
  for (;;) {
    const page = await workspace.transaction((trx) => readPage(trx, after), { readOnly: true });
    lives.push(...page.map(lifeOf));
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return lives;
    after = last.id;
  }
}

async function readPage(trx: WorkspaceTransaction, after: string): Promise<readonly DealRow[]> {
  const { rows } = await sql<DealRow>`
    with page as (
      select id, created_at, to_jsonb(d) as row from record_deal d
      where d.deleted_at is null and d.id > ${after}::uuid order by d.id limit ${pageSize})
    select p.id::text as id, (extract(epoch from p.created_at) * 1000)::float8 as "createdMs",
      jsonb_build_object(${sql.join(
        fields.flatMap((name) => [sql.lit(name), sql`p.row -> ${sql.lit(name)}`]),
      )}) as values,
      (select jsonb_agg(jsonb_build_object(
          'atMs', (extract(epoch from c.occurred_at) * 1000)::float8, 'changes', c.changes)
          order by c.occurred_at, c.id)
        from record_changes c
        where c.record_id = p.id and c.object = 'deal' and c.kind = 'update') as changes
    from page p order by p.id`.execute(trx);
  return rows;
}

/** Goes back from today's values to those of the creation, then forward through the changes. */
function lifeOf({ id, createdMs, values, changes }: DealRow): DealLife {
  const past = (changes ?? []).map(({ atMs, changes: changed }) => ({
    atMs: Math.max(createdMs, atMs),
    changed: Object.entries(changed).filter(([name]) => fields.some((field) => field === name)),
  }));
  const first: Record<string, unknown> = { ...values };
  for (const { changed } of past.toReversed()) {
    for (const [name, { from }] of changed) first[name] = from;
  }
  const steps: readonly DealChange[] = [
    { atMs: createdMs, values: first },
    ...past.map(({ atMs, changed }) => ({
      atMs,
      values: Object.fromEntries(changed.map(([name, { to }]) => [name, to])),
    })),
  ];
  return dealLife(id, steps);
}
