import { type Kysely, sql } from "kysely";
import type { SharedScope } from "./shared-tables.ts";

/**
 * For migrations of shared tables: puts a table with a `workspace_id uuid` under forced row-level security, so that a
 * transaction sees and writes the rows of its scope only. With `userColumn` a user also sees rows of their own.
 */
export async function isolateByWorkspace(
  database: Kysely<unknown>,
  table: string,
  options: { readonly userColumn?: string } = {},
): Promise<void> {
  const name = sql.table(table);
  const ownRows = options.userColumn
    ? sql` or ${sql.ref(options.userColumn)}::text = nullif(current_setting('app.user', true), '')`
    : sql``;
  // After a transaction a setting is '' and not null, hence nullif before the cast.
  const visible = sql`(current_setting('app.scope', true) = 'installation'
    or workspace_id = nullif(current_setting('app.workspace', true), '')::uuid`;
  await sql`alter table ${name} enable row level security`.execute(database);
  await sql`alter table ${name} force row level security`.execute(database);
  await sql`create policy workspace_rows on ${name}
    using (${visible}${ownRows})) with check (${visible}))`.execute(database);
}

/** The transaction settings that the policies above read. */
export function scopeSettings(scope: SharedScope): Readonly<Record<string, string>> {
  return {
    "app.scope": scope.kind === "installation" ? "installation" : "",
    "app.workspace": scope.kind === "workspace" ? scope.workspace : "",
    "app.user": scope.kind === "user" ? scope.user : "",
  };
}
