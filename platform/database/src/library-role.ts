import { type Kysely, sql } from "kysely";
import { quoteIdentifier } from "./identifiers.ts";
import { type Library, roleNames } from "./roles.ts";

/**
 * Runs `work` under a library's role and schema inside the current transaction, then takes the caller's role back:
 * what the library writes commits or rolls back with the caller's work.
 */
export async function withLibraryRole<T>(
  transaction: Kysely<unknown>,
  library: Library,
  work: () => Promise<T>,
): Promise<T> {
  const before = await currentScope(transaction);
  await setScope(transaction, roleNames(before.installation)[library], quoteIdentifier(library));
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // After a failed statement nothing more can run and the rollback restores the role by itself.
    await setScope(transaction, before.role, before.searchPath).catch(() => undefined);
    throw error;
  }
  await setScope(transaction, before.role, before.searchPath);
  return result;
}

async function currentScope(transaction: Kysely<unknown>) {
  const found = await sql<{ role: string; login: string; searchPath: string }>`
    select current_user as role, session_user as login,
      current_setting('search_path') as "searchPath"`.execute(transaction);
  const row = found.rows[0];
  const installation = row && /^causeway_([a-z0-9]+)_login$/.exec(row.login)?.[1];
  if (!row || installation === undefined) {
    throw new TypeError("withLibraryRole() needs a transaction of this package");
  }
  return { role: row.role, searchPath: row.searchPath, installation };
}

async function setScope(transaction: Kysely<unknown>, role: string, searchPath: string) {
  await sql`select set_config('search_path', ${searchPath}, true), set_config('role', ${role}, true)`.execute(
    transaction,
  );
}
