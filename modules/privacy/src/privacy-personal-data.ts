import type { PersonalData } from "@causeway/platform-audit";

export const privacyPersonalData: PersonalData = {
  erasures: { holds: "nothing", why: "ids, moments and counts" },
  // What an erasure looks for, until it has ended; emptied by the erasure itself.
  erasure_people: { holds: "personal" },
  erasure_stores: { holds: "nothing", why: "names of tables and how far they were searched" },
  erased_arrivals: { holds: "nothing", why: "counts by day" },
  retention_rules: { holds: "nothing", why: "how long what is kept" },
  retention_runs: { holds: "nothing", why: "counts by night" },
};
