import type { AuditActor } from "@causeway/platform-audit";
import { recordAudit } from "@causeway/platform-audit";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { type AlteredTable, alterTable } from "./alter-table.ts";
import { readSchema, touchSchema } from "./read-schema.ts";

export interface SchemaChange extends AlteredTable {
  readonly actor: AuditActor;
  readonly action: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Runs a change of metadata and tables in one transaction, one such change at a time; see `alterTable`. */
export function changeSchema<T>(
  workspace: WorkspaceDatabase,
  { actor, table, locale = "en", ...audit }: SchemaChange,
  work: (trx: WorkspaceTransaction, schema: Schema) => Promise<T>,
): Promise<T> {
  return alterTable(workspace, { ...(table !== undefined && { table }), locale }, async (trx) => {
    await sql`select 1 from schema_revision for update`.execute(trx);
    const result = await work(trx, await readSchema(trx));
    // Last: whoever reads under the new revision must find the change, and keeps what he finds.
    await touchSchema(trx);
    await recordAudit(trx, { actor, ...audit });
    return result;
  });
}
