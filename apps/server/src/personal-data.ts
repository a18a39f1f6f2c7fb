import { agentsPersonalData } from "@causeway/module-agents";
import { channelsPersonalData } from "@causeway/module-channels";
import { identityPersonalData } from "@causeway/module-identity";
import { predictionPersonalData } from "@causeway/module-prediction";
import { privacyPersonalData } from "@causeway/module-privacy";
import { recordsPersonalData } from "@causeway/module-records";
import { signalsPersonalData } from "@causeway/module-signals";
import { touchpointsPersonalData } from "@causeway/module-touchpoints";
import { twinPersonalData } from "@causeway/module-twin";
import { auditPersonalData, type PersonalData } from "@causeway/platform-audit";
import { jobsPersonalData } from "@causeway/platform-jobs";

/** What every table of a workspace holds about customers. A test compares it with the database. */
export const allPersonalData: PersonalData = {
  ...jobsPersonalData,
  ...auditPersonalData,
  ...recordsPersonalData,
  ...touchpointsPersonalData,
  ...identityPersonalData,
  ...twinPersonalData,
  ...signalsPersonalData,
  ...predictionPersonalData,
  ...channelsPersonalData,
  ...agentsPersonalData,
  ...privacyPersonalData,
  demo_load: { holds: "nothing", why: "how far the demo is" },
};
