import type { PersonalData } from "@causeway/platform-audit";
import { eraseDeliveries } from "./deliveries/erase-deliveries.ts";
import { forgetExamples } from "./plan/forget-examples.ts";

export const touchpointsPersonalData: PersonalData = {
  sources: { holds: "personal", mentions: ["name", "last_error", "cursor"] },
  source_hours: { holds: "nothing", why: "counts by hour" },
  events: {
    holds: "personal",
    own: { event: "id" },
    mentions: ["message_id", "name", "user_id", "anonymous_id", "payload"],
    unique: ["message_id"],
  },
  rejected_events: { holds: "personal", mentions: ["reason", "payload"] },
  projections: { holds: "personal", mentions: ["error"] },
  log_offset: { holds: "nothing", why: "one number" },
  raw_deliveries: { holds: "personal", mentions: ["reason"], erase: eraseDeliveries },
  device_windows: { holds: "personal", own: { value: "device" }, mentions: ["summary"] },
  planned_types: { holds: "personal", mentions: ["name", "purpose"], unique: ["name"] },
  plan_settings: { holds: "nothing", why: "one setting" },
  observed_types: { holds: "personal", mentions: ["name"], unique: ["name"] },
  observed_properties: { holds: "personal", mentions: ["name", "property"], erase: forgetExamples },
};
