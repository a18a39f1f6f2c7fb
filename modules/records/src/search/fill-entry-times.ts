import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { alterTable } from "../metadata/alter-table.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { recordTable } from "../store/record-table.ts";

const chunk = 1000;
const firstId = "00000000-0000-0000-0000-000000000000";
const table = sql.table("search_entries");
const guard = sql.id("until_times_are_filled");

/** Whether entries of search may lack the time of their record: the catalog is the only memory of what is left to do. */
export async function lacksEntryTimes(trx: WorkspaceTransaction): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_attribute
    where attrelid = ${"search_entries"}::regclass and attname = 'created_at'
      and not attnotnull`.execute(trx);
  return rows.length > 0;
}

/**
 * Copies the times of records into entries of search that an earlier version wrote, in chunks, beside all other work. Lists
 * are right meanwhile, only slower. Whoever calls it again goes on where an end of the process left it. Returns how many
 * entries were filled.
 */
export async function fillEntryTimes(
  workspace: WorkspaceDatabase,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<number> {
  if (!(await workspace.transaction(lacksEntryTimes))) return 0;
  const { objects } = await workspace.transaction(readSchema);
  let filled = 0;
  for (const { name } of objects) {
    for (let after: string | undefined = firstId; after !== undefined; ) {
      if (signal?.aborted === true) return filled;
      const from: string = after;
      const done = await retryConflicts(() =>
        workspace.transaction((trx) => fillChunk(trx, name, from)),
      );
      filled += done.filled;
      after = done.last;
    }
  }
  // Looking at every entry must keep nobody out: only a rule that is known to hold makes the column complete at once.
  await alterTable(workspace, {}, async (trx) => {
    await sql`alter table ${table} drop constraint if exists ${guard}`.execute(trx);
    await sql`alter table ${table} add constraint ${guard}
      check (created_at is not null) not valid`.execute(trx);
  });
  await workspace.alterOutsideTransaction(sql`alter table ${table} validate constraint ${guard}`);
  await alterTable(workspace, {}, async (trx) => {
    await sql`alter table ${table} alter column created_at set not null`.execute(trx);
    await sql`alter table ${table} drop constraint ${guard}`.execute(trx);
  });
  return filled;
}

async function fillChunk(
  trx: WorkspaceTransaction,
  object: string,
  after: string,
): Promise<{ readonly filled: number; readonly last: string | undefined }> {
  const part = await sql<{ id: string; is_open: boolean }>`
    select record_id as id, created_at is null as is_open from search_entries
    where object = ${object} and record_id > ${after}::uuid
    order by record_id limit ${chunk}`.execute(trx);
  const open = part.rows.filter((row) => row.is_open).map(({ id }) => id);
  if (open.length > 0) {
    await sql`update search_entries s set created_at = coalesce(
        (select t.created_at from ${recordTable(object)} t where t.id = s.record_id), 'epoch')
      where s.object = ${object} and s.record_id = any(${open}::uuid[])`.execute(trx);
  }
  return { filled: open.length, last: part.rows.at(-1)?.id };
}
