import type { PersonalData } from "@causeway/platform-audit";

export const agentsPersonalData: PersonalData = {
  agents: { holds: "nothing", why: "which agents are at work" },
  withheld_runs: {
    holds: "personal",
    own: { record: "subject_id", event: "event_id" },
    mentions: ["headline"],
  },
  agent_runs: {
    holds: "personal",
    own: { run: "id" },
    mentions: ["headline", "claims", "draft", "veto_reason"],
  },
};
