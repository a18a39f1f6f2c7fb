import type { Generated } from "kysely";

/** The tables of this module inside a workspace, for `trx.$extendTables<IdentityTables>()`. */
export type IdentityTables = {
  /** A profile is never deleted; once merged it names the one it belongs to. */
  profiles: {
    id: string;
    canonical_id: string;
    /** The identifier that founded it. */
    founder_kind: string;
    founder_value: string;
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
    /** Devices only: since when nobody but its person is known to have named themselves on it. */
    seated_at: Date | null;
    /** Devices only: how often another known person took the seat. */
    switches: number;
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
    /** The identifier or device that it is about. */
    kind: string | null;
    value: string | null;
    /** Of a switch, who sat there before. */
    other_id: string | null;
    detail: unknown;
  };
  /** Merges that a decision undid: believed from `known_at` to `undone_at`. */
  undone_merges: {
    from_id: string;
    to_id: string;
    kind: string;
    value: string;
    event_id: number;
    decision_id: string;
    known_at: Date;
    undone_at: Date;
  };
  /** What people, and rules that people made, decided about who is who; never changed, but withdrawn. */
  identity_decisions: {
    id: string;
    verdict: "apart" | "together";
    left_kind: string;
    left_value: string;
    right_kind: string;
    right_value: string;
    origin: "person" | "rule";
    rule_id: string | null;
    note: string;
    evidence: unknown;
    actor_kind: string;
    actor_id: string;
    decided_at: Date;
    withdrawn_at: Date | null;
    withdrawn_by: string | null;
  };
  /** The decisions in force, once from either side. */
  identity_constraints: {
    kind: string;
    value: string;
    other_kind: string;
    other_value: string;
    decision_id: string;
  };
  /** What a profile's events say of its device and place, for matching rules. */
  profile_evidence: { profile_id: string; field: string; value: string; last_seen: Date };
  matching_rules: {
    id: string;
    name: string;
    body: unknown;
    weights: unknown;
    enabled: boolean;
    actor_kind: string;
    actor_id: string;
    saved_at: Date;
    deleted_at: Date | null;
  };
  /** Pairs between the thresholds of a rule; each pair once, the lesser identifier left. */
  matching_reviews: {
    id: string;
    rule_id: string;
    left_kind: string;
    left_value: string;
    right_kind: string;
    right_value: string;
    probability: number;
    evidence: unknown;
    state: "open" | "accepted" | "rejected";
    created_at: Date;
    decided_at: Date | null;
    decided_by: string | null;
  };
  /** Profiles whose people are to be looked at by the matching rules. */
  matching_queue: { profile_id: string };
  /** The newest version holds; none means the rules that come with the product. */
  identity_rules: {
    version: number;
    rules: unknown;
    mailbox_pattern: string | null;
    actor_kind: string;
    actor_id: string;
    saved_at: Date;
  };
  /** Addresses that are a person's, though the list takes them for mailboxes of roles; never changed, but withdrawn. */
  mailbox_exceptions: {
    id: string;
    address: string;
    note: string;
    actor_kind: string;
    actor_id: string;
    decided_at: Date;
    withdrawn_at: Date | null;
    withdrawn_by: string | null;
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
  /** Phone lines that contacts and leads name; a contact point of theirs while all who name it are one person. */
  record_lines: { object: string; record_id: string; kind: Generated<string>; line: string };
  /** Numbers of records, in every form in which events may write them, that lead to the record's account. */
  record_numbers: {
    object: string;
    record_id: string;
    kind: string;
    value: string;
    account_id: string;
    /** When the record got its number or its account. */
    known_at: Date;
  };
  /** To which account and contact a contact or lead belongs. */
  record_people: {
    object: string;
    record_id: string;
    account_id: string | null;
    contact_id: string | null;
  };
  /** Which company belongs to which head, as it was known from when to when; open where it holds now. */
  company_group_members: {
    id: Generated<number>;
    company: string;
    head: string;
    name: string;
    credit_code: string | null;
    is_person: boolean;
    account_id: string | null;
    path: unknown;
    /** Keys of the companies on the path. */
    holders: unknown;
    known_from: Date;
    known_until: Date | null;
  };
  /** One row: from how many percent control begins, and what the last look found. */
  company_group_state: {
    single: boolean;
    above: number;
    computed_at: Date | null;
    state: unknown;
  };
  /** Companies that may stand twice, the lower id on the left; nothing of what their fields hold. */
  company_duplicates: {
    id: string;
    left_id: string;
    right_id: string;
    /** Names of the columns that they were compared by. */
    compared: string;
    probability: number;
    prior_bits: number;
    against: string;
    evidence: unknown;
    state: "open" | "apart";
    found_at: Date;
    /** When a look found them last. */
    seen_at: Date;
    decided_at: Date | null;
    decided_by: string | null;
  };
  /** One row: since when a look is waited for, and what the last one saw. */
  company_duplicate_looks: {
    single: boolean;
    requested_at: Date | null;
    looked_at: Date | null;
    state: unknown;
  };
};
