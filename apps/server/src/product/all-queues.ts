import { agentRunQueue, reconsiderQueue } from "@causeway/module-agents";
import {
  duplicatesQueues,
  groupsQueue,
  matchingQueue,
  numbersQueue,
} from "@causeway/module-identity";
import { forecastQueues, predictionQueues, worthQueues } from "@causeway/module-prediction";
import { erasureQueue, retentionQueue } from "@causeway/module-privacy";
import { conversionsQueue, importsQueue, indexesQueue } from "@causeway/module-records";
import {
  deliveriesQueue,
  fetchQueues,
  listenQueues,
  timeIndexQueue,
} from "@causeway/module-touchpoints";
import { outgoingQueue, type QueueSettings } from "@causeway/platform-jobs";
import { demoQueue } from "../demo/demo.ts";
import { sweepQueue } from "./sweep-queue.ts";

/** The queues of the whole product. */
export const allQueues: readonly QueueSettings[] = [
  outgoingQueue,
  sweepQueue,
  importsQueue,
  indexesQueue,
  conversionsQueue,
  deliveriesQueue,
  timeIndexQueue,
  ...fetchQueues,
  ...listenQueues,
  retentionQueue,
  ...predictionQueues,
  ...forecastQueues,
  ...worthQueues,
  matchingQueue,
  numbersQueue,
  groupsQueue,
  ...duplicatesQueues,
  agentRunQueue,
  reconsiderQueue,
  erasureQueue,
  demoQueue,
];
