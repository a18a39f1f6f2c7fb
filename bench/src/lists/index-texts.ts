import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** What indexes are on: `record_contact (level, score, id)`. */
export async function indexTexts(
  trx: WorkspaceTransaction,
  names: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; text: string }>`
    select indexname as name, indexdef as text from pg_indexes
    where schemaname = current_schema() and indexname = any(${[...new Set(names)]})
    order by indexname`.execute(trx);
  return rows.map(({ name, text }) => {
    const [, table = "", columns = name] =
      /ON (?:\w+\.)?(\w+) USING \w+ (.*?)(?: WHERE|$)/.exec(text) ?? [];
    // An option's order is a long expression; its column is enough here.
    const short = columns.replace(/\(?CASE (\w+) .*? END\)?/gs, "$1");
    return `${table.replace("record_", "")} ${short}${name.endsWith("_pkey") ? " pkey" : ""}`;
  });
}
