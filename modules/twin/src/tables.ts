import type { Tier, TouchpointKind } from "@causeway/platform-contract";

/** The tables of this module inside a workspace, for `trx.$extendTables<TwinTables>()`. */
export type TwinTables = {
  /** One mark on a time line for each event that is one. */
  touchpoints: {
    event_id: number;
    profile_id: string;
    occurred_at: Date;
    received_at: Date;
    kind: TouchpointKind;
    tier: Tier;
    type: string;
    /** The track event's name, or the path (else the name) of the page. */
    name: string;
    /** What the page is about; see `pageTopics`. */
    topic: string | null;
    subject: string | null;
    facts: Readonly<Record<string, string>>;
    duration_ms: number | null;
    is_key: boolean;
    source_id: string;
  };
  /** How long a page was looked at, as it tells on being left; gives the page's mark its length. */
  page_stays: {
    event_id: number;
    profile_id: string;
    path: string;
    left_at: Date;
    received_at: Date;
    dwell_ms: number;
  };
  /** How many touchpoints of a kind a profile had on a day (UTC). */
  touchpoint_days: { profile_id: string; day: string; kind: TouchpointKind; count: number };
};
