import { requestReconsidering, workAgents, workReconsidering } from "@causeway/module-agents";
import { workDuplicates, workGroups, workMatching, workNumbers } from "@causeway/module-identity";
import {
  requestDerived,
  workForecasts,
  workPredictions,
  workWorth,
} from "@causeway/module-prediction";
import { workErasures, workRetention } from "@causeway/module-privacy";
import { workConversions, workImports, workIndexes } from "@causeway/module-records";
import {
  workDeliveries,
  workFetching,
  workListening,
  workTimeIndex,
} from "@causeway/module-touchpoints";
import { isDemoStreaming } from "../demo/demo-state.ts";
import { allPersonalData } from "../personal-data.ts";
import type { Parts } from "./parts.ts";

/** Declares who works off what modules have put into their queues. */
export function workModules(parts: Parts): void {
  const { database, jobs, clock, agents, writer, wake, plans, key } = parts;
  const { secrets, workspace } = database;
  workPredictions({
    ...{ database, jobs, clock },
    isStreaming: isDemoStreaming,
    onModel: (trx) => requestReconsidering(trx, jobs),
    onScored: (trx) => requestDerived(trx, jobs),
  });
  workForecasts({ database, jobs, clock });
  workWorth({ database, jobs, clock });
  workMatching({ database, jobs, clock });
  workNumbers({ database, jobs });
  workGroups({ database, jobs, clock });
  workDuplicates({ database, jobs, clock });
  workIndexes(jobs, database, clock);
  workConversions(jobs, database);
  workImports(jobs, database, parts.membersOf);
  workErasures({ database, jobs, data: allPersonalData, key, clock });
  workRetention(jobs, database, { clock, data: allPersonalData });
  workAgents({ agents, jobs, workspace });
  workReconsidering({ agents, jobs, workspace, clock });
  workTimeIndex(jobs, database);
  workDeliveries(jobs, database, { writer, secrets, plans });
  workFetching(jobs, database, { secrets, wake, clock });
  workListening(jobs, database, { secrets, wake, clock });
}
