import type { PersonalData } from "@causeway/platform-audit";

export const channelsPersonalData: PersonalData = {
  channel_settings: { holds: "nothing", why: "the company's own accounts" },
  tracked_mails: {
    holds: "personal",
    own: { value: "recipient", run: "run_id" },
    mentions: ["message_id", "recipient", "subject", "bounce"],
    unique: ["message_id"],
  },
  // Links go with the mail that they were in.
  tracked_links: { holds: "personal", mentions: ["url"] },
  // A conversation is named by the id of its first mail, which may carry an address.
  deal_mail_decisions: { holds: "personal", mentions: ["thread"], unique: ["thread"] },
};
