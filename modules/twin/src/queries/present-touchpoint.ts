import type { ProfileId } from "@causeway/kernel";
import type { Locale, Tier, Touchpoint, TouchpointKind } from "@causeway/platform-contract";
import { detailOf, titleOf } from "../touchpoint/describe-touchpoint.ts";

/** A row of `touchpoints` as queries read it. */
export interface TouchpointRow {
  readonly event_id: string;
  readonly profile_id: ProfileId;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly kind: TouchpointKind;
  readonly tier: Tier;
  readonly type: string;
  readonly name: string;
  readonly topic: string | null;
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, string>>;
  readonly duration_ms: number | null;
  readonly source_id: string;
  /** Of a row that stands for the events of its bin. */
  readonly count?: number;
}

/** One touchpoint in the reader's language. */
export function presentTouchpoint(
  row: TouchpointRow,
  personName: string | null,
  locale: Locale,
): Touchpoint {
  return {
    eventId: row.event_id,
    profileId: row.profile_id,
    personName,
    kind: row.kind,
    tier: row.tier,
    name: row.type === "track" ? row.name : `${row.type} ${row.name}`,
    title: titleOf(row, locale),
    detail: detailOf(row, locale),
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    durationMs: row.duration_ms,
    sourceId: row.source_id,
    count: row.count ?? 1,
  };
}
