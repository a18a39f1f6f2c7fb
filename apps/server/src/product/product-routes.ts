import { agentRoutes } from "@causeway/module-agents";
import { channelRoutes, dealMailRoutes, trackingRoutes } from "@causeway/module-channels";
import {
  consentsOfRecords,
  duplicateRoutes,
  groupRoutes,
  identityRoutes,
} from "@causeway/module-identity";
import {
  forecastRoutes,
  parameterRoutes,
  predictionRoutes,
  renewalRoutes,
  worthRoutes,
} from "@causeway/module-prediction";
import {
  consentRoutes,
  erasureRoutes,
  maskRoutes,
  retentionRoutes,
} from "@causeway/module-privacy";
import { createListUse, recordsRoutes } from "@causeway/module-records";
import { signalRoutes } from "@causeway/module-signals";
import {
  askForFetchingBy,
  askForListeningBy,
  connectorRoutes,
  ingestionRoutes,
  sourceRoutes,
  trackingPlanRoutes,
  webhookRoutes,
} from "@causeway/module-touchpoints";
import { describeEvent, pageTierRoutes, twinRoutes, weightRoutes } from "@causeway/module-twin";
import type { Route } from "@causeway/platform-http";
import { allPersonalData } from "../personal-data.ts";
import type { Parts } from "./parts.ts";

/** The routes of all modules. */
export function productRoutes(parts: Parts): readonly Route[] {
  const { database, clock, publicUrl, jobs, outbox, access, agents, writer, wake, plans } = parts;
  const { userNames, membersOf, key, tombstones } = parts;
  const { secrets } = database;
  return [
    ...access.routes,
    ...recordsRoutes({
      ...{ userNames, membersOf, jobs },
      ...{ listUse: createListUse(), consentOf: consentsOfRecords },
    }),
    ...sourceRoutes(secrets),
    ...connectorRoutes({
      ...{ secrets, publicUrl, wake, clock },
      ...{ fetchSoon: askForFetchingBy(jobs), listenSoon: askForListeningBy(jobs) },
    }),
    ...webhookRoutes({ secrets, wake, clock }),
    ...ingestionRoutes({ writer, clock, plans }),
    ...trackingPlanRoutes({ describe: describeEvent }),
    ...identityRoutes({ clock, jobs, userNames }),
    ...groupRoutes({ clock, jobs }),
    ...duplicateRoutes({ clock, jobs }),
    ...twinRoutes({ clock }),
    ...weightRoutes({ clock }),
    ...pageTierRoutes({ clock }),
    ...predictionRoutes({ jobs, clock }),
    ...forecastRoutes({ jobs, clock }),
    ...renewalRoutes({ clock }),
    ...parameterRoutes({ jobs, clock, userNames }),
    ...worthRoutes({ jobs }),
    ...channelRoutes({ secrets }),
    ...dealMailRoutes({ clock }),
    ...trackingRoutes({ secrets, publicUrl, wake, clock, database }),
    ...agentRoutes({ agents, outbox, jobs }),
    ...signalRoutes({ clock }),
    ...consentRoutes({ clock }),
    ...maskRoutes(),
    ...retentionRoutes({ clock, jobs }),
    ...erasureRoutes({ clock, jobs, key, tombstones, data: allPersonalData, userNames }),
  ];
}
