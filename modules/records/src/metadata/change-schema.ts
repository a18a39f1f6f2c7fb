import { setTimeout as pause } from "node:timers/promises";
import type { AuditActor } from "@causeway/platform-audit";
import { recordAudit } from "@causeway/platform-audit";
import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema, touchSchema } from "./read-schema.ts";

const lockNotAvailable = "55P03";
const lockWaitMs = 300;
const attempts = 20;

export interface SchemaChange {
  readonly actor: AuditActor;
  readonly action: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Runs a change of metadata and tables in one transaction. It waits only a moment for its locks and tries again,
 * so that readers and writers never queue up behind a change that itself waits for a long query.
 */
export async function changeSchema<T>(
  workspace: WorkspaceDatabase,
  { actor, ...audit }: SchemaChange,
  work: (trx: WorkspaceTransaction, schema: Schema) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await workspace.alter(async (trx) => {
        await sql.raw(`set local lock_timeout to '${lockWaitMs}ms'`).execute(trx);
        // One change of the schema at a time.
        await sql`select 1 from schema_revision for update`.execute(trx);
        const result = await work(trx, await readSchema(trx));
        // Last: whoever reads under the new revision must find the change, and keeps what he finds.
        await touchSchema(trx);
        await recordAudit(trx, { actor, ...audit });
        return result;
      });
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable || attempt === attempts) throw error;
      await pause(lockWaitMs);
    }
  }
}
