import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Known } from "./questions.ts";

/** Ids, owners and places in the list, drawn from the workspace as it is. */
export function readKnown(workspace: WorkspaceDatabase): Promise<Known> {
  return workspace.transaction(async (trx) => {
    const texts = async (query: ReturnType<typeof sql<{ value: string }>>) =>
      (await query.execute(trx)).rows.map(({ value }) => value);
    const sample = (table: string, column: string) =>
      texts(sql<{ value: string }>`select ${sql.ref(column)}::text as value
        from ${sql.table(table)} tablesample system (0.5) limit 500`);
    const middle = await sql<{ id: string; at: string }>`
      select id, created_at::text as at from record_contact tablesample system (0.1)
      where created_at between '2024-06-01' and '2025-06-01' limit 40`.execute(trx);
    return {
      accounts: await sample("record_account", "id"),
      contacts: await sample("record_contact", "id"),
      changed: await texts(sql<{ value: string }>`select record_id as value from record_changes
        where object = 'contact' order by id desc limit 200`),
      owners: await texts(sql<{ value: string }>`select distinct owner_id as value from (
        select owner_id from record_account limit 5000) t`),
      companies: (await sample("record_account", "name")).filter((name) =>
        /^\p{Script=Han}/u.test(name),
      ),
      // As `nextCursor` has it.
      deep: middle.rows.map(({ id, at }) =>
        Buffer.from(JSON.stringify(["contact created_at desc", at, id])).toString("base64url"),
      ),
    };
  });
}
