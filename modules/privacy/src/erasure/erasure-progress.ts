import type { ErasureProgress } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Tables } from "./personal-tables.ts";

export type ErasureStage = NonNullable<ErasureProgress["stage"]>;
/** The search for mentions, and the look at the end. */
export type SearchPass = "mentions" | "check";

/**
 * Writes down which tables an erasure goes through, and how large each is now. What was searched before a restart stays
 * so; the look at the end begins anew.
 */
export async function planStores(
  trx: WorkspaceTransaction,
  erasure: string,
  tables: Tables,
): Promise<void> {
  const names = tables.map(([name]) => name);
  const searched = tables.filter(([, { mentions }]) => mentions !== undefined);
  await sql`insert into erasure_stores (erasure_id, store, pages)
    select ${erasure}::uuid, t.name, case when not t.name = any(${searched.map(([name]) => name)}::text[]) then 0
      else coalesce((
        select sum(pg_relation_size(p.relid)) from pg_partition_tree(t.name::regclass) p where p.isleaf
      ), pg_relation_size(t.name::regclass))::bigint / current_setting('block_size')::int end
    from unnest(${names}::text[]) as t(name)
    on conflict (erasure_id, store) do update set pages = excluded.pages, checked = 0, is_checked = false,
      searched = case when erasure_stores.searched_words is null then 0 else excluded.pages end`.execute(
    trx,
  );
}

/** Says what is being done now. */
export async function enterStage(
  trx: WorkspaceTransaction,
  erasure: string,
  stage: ErasureStage,
): Promise<void> {
  await sql`update erasures set step = ${stage} where id = ${erasure}::uuid`.execute(trx);
}

/**
 * Whether a table was searched to its end for so many words, before the server was stopped; else it begins at its first
 * page. Words are only ever added.
 */
export async function isSearched(
  trx: WorkspaceTransaction,
  erasure: string,
  store: string,
  words: number,
): Promise<boolean> {
  const row = sql`erasure_id = ${erasure}::uuid and store = ${store}`;
  const { rows } =
    await sql`select 1 from erasure_stores where ${row} and searched_words = ${words}`.execute(trx);
  if (rows.length > 0) return true;
  await sql`update erasure_stores set searched = 0, searched_words = null
    where ${row} and (searched > 0 or searched_words is not null)`.execute(trx);
  return false;
}

/** Adds pages that were read, in the transaction that read them. */
export async function advanceStore(
  trx: WorkspaceTransaction,
  erasure: string,
  store: string,
  { pass, pages }: { readonly pass: SearchPass; readonly pages: number },
): Promise<void> {
  const column = sql.ref(pass === "check" ? "checked" : "searched");
  await sql`update erasure_stores set ${column} = least(pages, ${column} + ${pages})
    where erasure_id = ${erasure}::uuid and store = ${store}`.execute(trx);
}

/** Says that a table is done in one of the two passes. */
export async function endStore(
  trx: WorkspaceTransaction,
  erasure: string,
  store: string,
  { pass, words }: { readonly pass: SearchPass; readonly words: number },
): Promise<void> {
  const change =
    pass === "check"
      ? sql`checked = pages, is_checked = true`
      : sql`searched = pages, searched_words = ${words}`;
  await sql`update erasure_stores set ${change}
    where erasure_id = ${erasure}::uuid and store = ${store}`.execute(trx);
}

/** Forgets how far it was, once the certificate tells it. */
export async function forgetStores(trx: WorkspaceTransaction, erasure: string): Promise<void> {
  await sql`delete from erasure_stores where erasure_id = ${erasure}::uuid`.execute(trx);
}
