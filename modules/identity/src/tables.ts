/** The tables of this module inside a workspace, for `trx.$extendTables<IdentityTables>()`. */
export type IdentityTables = {
  /** A profile is never deleted; once merged it names the one it belongs to. */
  profiles: {
    id: string;
    canonical_id: string;
    known: boolean;
    founded_by: number;
    first_seen: Date;
    last_seen: Date;
    events: number;
  };
  identifiers: {
    kind: string;
    value: string;
    profile_id: string;
    /** Devices only: two known people have used it. */
    shared: boolean;
    /** Devices only: when somebody last named themselves on it. */
    named_at: Date | null;
    first_seen: Date;
    last_seen: Date;
    /** When it became known that this identifier belongs to the profile. */
    known_at: Date;
  };
  event_profiles: { event_id: number; profile_id: string };
  profile_merges: {
    loser_id: string;
    winner_id: string;
    /** The two profiles whose identifiers met. */
    from_id: string;
    to_id: string;
    kind: string;
    value: string;
    event_id: number;
    known_at: Date;
  };
  /** Switches of devices and identifiers that were left out, for people to read. */
  identity_notes: {
    event_id: number;
    note: "switch" | "demotion";
    profile_id: string;
    detail: unknown;
  };
  profile_traits: {
    profile_id: string;
    name: string;
    value: string;
    occurred_at: Date;
    event_id: number;
  };
  /** Names of companies that a profile's events carried. */
  profile_companies: { profile_id: string; kind: string; value: string; known_at: Date };
  /** Contact points of records; a record and a profile that share one are the same person or company. */
  record_identifiers: {
    object: string;
    record_id: string;
    kind: string;
    value: string;
  };
  /** To which account and contact a contact or lead belongs. */
  record_people: {
    object: string;
    record_id: string;
    account_id: string | null;
    contact_id: string | null;
  };
};
