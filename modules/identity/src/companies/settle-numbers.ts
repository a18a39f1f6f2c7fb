import type { RecordChange } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { readRules } from "../rules/rule-store.ts";
import { numberForms } from "./number-forms.ts";
import { type NumberSource, numberSources } from "./number-sources.ts";

/** A record that is there, with its account and the texts of its number fields. */
export interface NumberedRecord {
  readonly id: string;
  readonly account: string | null;
  readonly texts: readonly (string | null)[];
}

/**
 * Keeps the numbers of changed records beside their accounts, in the transaction of the change. The composition root
 * registers it with `onRecordChange`.
 */
export async function noteNumbers(trx: WorkspaceTransaction, change: RecordChange): Promise<void> {
  // Whoever saves other rules waits for this change, so that whatever is filled then sees its records.
  await sql`lock table identity_rules in row share mode`.execute(trx);
  const { rules } = await readRules(trx);
  const own = rules.companyNumbers.filter(({ object }) => object === change.object);
  const [source] = await numberSources(trx, own);
  if (source === undefined) return;
  const records = await readNumbered(trx, source, sql`r.id = any(${change.ids}::uuid[])`);
  await replaceNumbers(trx, source, change.ids, records);
}

/** Records of a source that are not deleted, in the order of their ids. */
export async function readNumbered(
  trx: WorkspaceTransaction,
  { object, account, fields }: NumberSource,
  which: RawBuilder<unknown>,
  ending: RawBuilder<unknown> = sql``,
): Promise<readonly NumberedRecord[]> {
  const texts = fields.map(({ field }) => sql`${sql.ref(`r.${field}`)}::text`);
  const { rows } = await sql<NumberedRecord>`
    select r.id, ${sql.ref(`r.${account}`)} as account, array[${sql.join(texts)}] as texts
    from ${sql.table(`record_${object}`)} r
    where r.deleted_at is null and (${which}) order by r.id ${ending}`.execute(trx);
  return rows;
}

/** Writes the numbers of `records`, and takes away those of the others among `ids`. */
export async function replaceNumbers(
  trx: WorkspaceTransaction,
  source: NumberSource,
  ids: readonly string[],
  records: readonly NumberedRecord[],
): Promise<void> {
  const { object, account, fields } = source;
  await sql`delete from record_numbers
    where object = ${object} and record_id = any(${ids}::uuid[])`.execute(trx);
  const rows = records.flatMap((record) => numbersOf(source, record));
  if (rows.length === 0) return;
  await sql`
    insert into record_numbers (object, record_id, kind, value, account_id, known_at)
    select ${object}, n.record_id, n.kind, n.value, n.account_id, coalesce(h.known_at, r.created_at)
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ value }) => value)}::text[], ${rows.map((row) => row.account)}::uuid[])
      as n(record_id, kind, value, account_id)
    join ${sql.table(`record_${object}`)} r on r.id = n.record_id
    left join lateral (select max(occurred_at) as known_at from record_changes c
      where c.record_id = n.record_id and c.object = ${object}
        and c.changes ?| ${[account, ...fields.map(({ field }) => field)]}::text[]) h on true
    on conflict do nothing`.execute(trx);
}

interface NumberRow {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly account: string;
}

/** Every form of every number of a record, once; none for one without an account. */
export function numbersOf(
  { fields }: Pick<NumberSource, "fields">,
  { id, account, texts }: NumberedRecord,
): readonly NumberRow[] {
  if (account === null) return [];
  return fields.flatMap(({ kind }, place) => {
    const text = texts[place] ?? null;
    return text === null ? [] : numberForms(text).map((value) => ({ id, kind, value, account }));
  });
}
