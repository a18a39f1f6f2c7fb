import type { PersonalData } from "@causeway/platform-audit";

export const twinPersonalData: PersonalData = {
  touchpoints: {
    holds: "personal",
    own: { event: "event_id", profile: ["profile_id"] },
    mentions: ["name", "topic", "subject", "facts"],
  },
  touchpoint_days: { holds: "personal", own: { profile: ["profile_id"] } },
  page_stays: {
    holds: "personal",
    own: { event: "event_id", profile: ["profile_id"] },
    mentions: ["path"],
  },
  weight_tags: { holds: "nothing", why: "tags that the business made" },
  weight_rules: { holds: "personal", mentions: ["name", "sequence"] },
  page_tiers: { holds: "personal", mentions: ["value"] },
  tag_crossings: { holds: "personal", own: { profile: ["person"], event: "event_id" } },
};
