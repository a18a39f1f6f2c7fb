import type { PersonalData } from "./personal-data/declaration.ts";

export const auditPersonalData: PersonalData = {
  schema_migrations: { holds: "nothing", why: "which migrations have run" },
  audit_log: { holds: "personal", mentions: ["subject", "details"] },
  consents: {
    holds: "personal",
    own: { identifier: [["kind", "value"]] },
    mentions: ["proof", "text_version"],
  },
  consent_rules: { holds: "nothing", why: "which purposes need a consent" },
  tombstones: { holds: "nothing", why: "keyed hashes, from which no value can be had" },
};
