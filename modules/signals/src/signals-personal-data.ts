import type { PersonalData } from "@causeway/platform-audit";

export const signalsPersonalData: PersonalData = {
  signals: { holds: "personal", mentions: ["payload"] },
};
