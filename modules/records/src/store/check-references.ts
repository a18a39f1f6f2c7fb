import type { Issue } from "@causeway/kernel";
import type { Locale, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { recordTable } from "./record-table.ts";

const words = { zh: "引用的记录不存在", en: "refers to a record that does not exist" };

/** References of new values that lead nowhere, found in one query. */
export async function brokenReferences(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  records: readonly Values[],
  locale: Locale,
): Promise<readonly Issue[]> {
  const wanted = object.fields.flatMap(({ name, type, target }) => {
    const ids = new Set(
      records.map((values) => values[name]).filter((id) => typeof id === "string"),
    );
    return type === "reference" && target !== null && ids.size > 0
      ? [{ name, target, ids: [...ids] }]
      : [];
  });
  if (wanted.length === 0) return [];
  const parts = wanted.map(
    ({ name, target, ids }) => sql`select ${name}::text as name
      from unnest(${ids}::uuid[]) as wanted(id)
      where not exists (select 1 from ${recordTable(target)} t where t.id = wanted.id)`,
  );
  const found = await sql<{ readonly name: string }>`${sql.join(parts, sql` union `)}`.execute(trx);
  return found.rows.map(({ name }) => ({ path: `values.${name}`, message: words[locale] }));
}
