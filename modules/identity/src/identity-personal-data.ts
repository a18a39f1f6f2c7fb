import type { PersonalData } from "@causeway/platform-audit";

export const identityPersonalData: PersonalData = {
  profiles: {
    holds: "personal",
    own: { profile: ["id", "canonical_id"], identifier: [["founder_kind", "founder_value"]] },
  },
  identifiers: {
    holds: "personal",
    own: { profile: ["profile_id"], identifier: [["kind", "value"]] },
  },
  event_profiles: { holds: "personal", own: { event: "event_id" } },
  profile_merges: {
    holds: "personal",
    own: {
      profile: ["loser_id", "winner_id", "from_id", "to_id"],
      identifier: [["kind", "value"]],
    },
  },
  undone_merges: {
    holds: "personal",
    own: { profile: ["from_id", "to_id"], event: "event_id", identifier: [["kind", "value"]] },
  },
  identity_notes: {
    holds: "personal",
    own: {
      profile: ["profile_id", "other_id"],
      event: "event_id",
      identifier: [["kind", "value"]],
    },
    mentions: ["detail"],
  },
  identity_decisions: {
    holds: "personal",
    own: {
      identifier: [
        ["left_kind", "left_value"],
        ["right_kind", "right_value"],
      ],
    },
    mentions: ["note", "evidence"],
  },
  identity_constraints: {
    holds: "personal",
    own: {
      identifier: [
        ["kind", "value"],
        ["other_kind", "other_value"],
      ],
    },
  },
  identity_rules: { holds: "personal", mentions: ["rules", "mailbox_pattern"] },
  mailbox_exceptions: { holds: "personal", own: { value: "address" }, mentions: ["note"] },
  profile_evidence: { holds: "personal", own: { profile: ["profile_id"] } },
  profile_traits: { holds: "personal", own: { profile: ["profile_id"] }, mentions: ["value"] },
  profile_companies: { holds: "personal", own: { profile: ["profile_id"] } },
  matching_rules: { holds: "personal", mentions: ["name", "body", "weights"] },
  matching_reviews: {
    holds: "personal",
    own: {
      identifier: [
        ["left_kind", "left_value"],
        ["right_kind", "right_value"],
      ],
    },
    mentions: ["evidence"],
  },
  matching_queue: { holds: "personal", own: { profile: ["profile_id"] } },
  record_identifiers: {
    holds: "personal",
    own: { record: "record_id", identifier: [["kind", "value"]] },
  },
  record_lines: { holds: "personal", own: { record: "record_id", identifier: [["kind", "line"]] } },
  record_numbers: { holds: "personal", own: { record: "record_id" } },
  // Heads of groups and holders of shares may be people.
  company_group_members: { holds: "personal", mentions: ["head", "name", "path", "holders"] },
  company_group_state: { holds: "personal", mentions: ["state"] },
  // What they say stands in the records alone.
  company_duplicates: { holds: "personal", own: { record: "left_id" } },
  company_duplicate_looks: { holds: "nothing", why: "counts and names of fields" },
  record_people: { holds: "personal", own: { record: "record_id" } },
};
