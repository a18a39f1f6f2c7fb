import type { PersonalData } from "@causeway/platform-audit";

export const agentsPersonalData: PersonalData = {
  agents: { holds: "nothing", why: "which agents are at work" },
  agent_runs: {
    holds: "personal",
    own: { run: "id" },
    mentions: ["headline", "claims", "draft", "veto_reason"],
  },
};
