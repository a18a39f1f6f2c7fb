import type { Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { titleOf } from "../touchpoint/describe-touchpoint.ts";
import type { TouchpointRow } from "./present-touchpoint.ts";

export interface TimelineMark {
  readonly eventId: string;
  readonly title: Label;
  readonly occurredAt: Date;
}

/** Some touchpoints by their events, in both languages, the latest first. */
export async function readTimelineMarks(
  trx: WorkspaceTransaction,
  events: readonly string[],
): Promise<readonly TimelineMark[]> {
  const { rows } = await sql<TouchpointRow>`
    select t.*, t.event_id::text as event_id from touchpoints t
    where event_id = any(${events}::bigint[]) order by occurred_at desc`.execute(trx);
  return rows.map((row) => ({
    eventId: row.event_id,
    title: { zh: titleOf(row, "zh"), en: titleOf(row, "en") },
    occurredAt: row.occurred_at,
  }));
}
