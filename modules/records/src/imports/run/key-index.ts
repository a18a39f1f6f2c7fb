import type { WorkspaceDatabase } from "@causeway/platform-database";
import { fieldNamed, fieldTypes } from "@causeway/platform-schema";
import { sql } from "kysely";
import { ensureIndex } from "../../indexes/ensure-index.ts";
import { fingerprint, recordTable } from "../../store/record-table.ts";
import type { ImportPlan } from "../rows/import-plan.ts";

/** Below this every chunk reads the whole table within a blink. */
export const fewRows = 20_000;

/**
 * An index on the key of a large import, where its fields have none: without it every chunk would read all records there
 * are, and the work would grow with the square of the rows. Built beside all other work.
 */
export interface KeyIndex {
  ensure(): Promise<void>;
  drop(): Promise<void>;
}

/** Undefined where the key can be looked up without one. */
export function keyIndexFor(
  workspace: WorkspaceDatabase,
  { object, key }: Pick<ImportPlan, "object" | "key">,
  rows: number,
): KeyIndex | undefined {
  const isIndexed = key.some((name) => {
    const field = fieldNamed(object, name);
    if (field === undefined) return false;
    return name === object.titleField || field.unique || fieldTypes[field.type].index !== undefined;
  });
  if (key.length === 0 || isIndexed || rows < fewRows) return undefined;
  const name = `import_key_${fingerprint(JSON.stringify([object.name, ...key]))}`;
  const drop = () =>
    workspace.alterOutsideTransaction(sql`drop index concurrently if exists ${sql.id(name)}`);
  return {
    drop,
    ensure: () =>
      ensureIndex(
        workspace,
        name,
        sql`create index concurrently ${sql.id(name)}
          on ${recordTable(object.name)} (${sql.join(key.map((field) => sql.id(field)))})
          where deleted_at is null`,
      ),
  };
}
