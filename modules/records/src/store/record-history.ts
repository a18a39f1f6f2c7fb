import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Actor } from "./actor.ts";
import type { RecordKey } from "./get-record.ts";
import type { RecordChange } from "./record-change.ts";
import type { FieldChanges } from "./write-entries.ts";

/** One change of a record. */
export interface StoredChange {
  readonly id: number;
  readonly kind: RecordChange["kind"];
  /** The record's version after it. */
  readonly version: number;
  readonly changes: FieldChanges;
  readonly actor: Actor;
  /** When it happened, and when it became known here. */
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

export interface HistoryOptions extends RecordKey {
  /** Default 200. */
  readonly limit?: number;
}

/** The changes of a record, newest first. */
export async function recordHistory(
  trx: WorkspaceTransaction,
  { object, id, limit = 200 }: HistoryOptions,
): Promise<readonly StoredChange[]> {
  const found = await sql<
    Omit<StoredChange, "actor"> & {
      readonly actorKind: Actor["kind"];
      readonly actorId: string;
    }
  >`select id, kind, version, changes, actor_kind as "actorKind", actor_id as "actorId",
      occurred_at as "occurredAt", recorded_at as "recordedAt"
    from record_changes where record_id = ${id} and object = ${object}
    order by id desc limit ${limit}`.execute(trx);
  return found.rows.map(({ actorKind, actorId, ...change }) => ({
    ...change,
    actor: { kind: actorKind, id: actorId },
  }));
}
