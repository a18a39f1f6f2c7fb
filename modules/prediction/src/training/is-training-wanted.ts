import type { Clock } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { listPredictions } from "../definitions/definition-store.ts";
import { postponeDueTraining, requestTrainingAfter, type Send } from "../request-training.ts";
import { historyRebuiltSince, restsOnHistory } from "../scoring/rebuilt-history.ts";
import { isTrainingDue } from "./training-due.ts";

export interface TrainingRequest {
  readonly workspace: string;
  readonly prediction: string;
  /** True where nobody asked: it then begins only if much has happened since the last one. */
  readonly ifDue?: boolean | undefined;
}

/** Whether a history is streaming in that asks for a training itself when it is whole. */
export type Streaming = (trx: WorkspaceTransaction) => Promise<boolean>;

/**
 * Whether a training that was asked for begins now. Where half a history is there it is asked for again a little later:
 * a model of half of it would be learned for nothing, and every record scored with it while the rest comes in.
 */
export async function isTrainingWanted(
  trx: WorkspaceTransaction,
  jobs: Send,
  request: TrainingRequest,
  { clock, isStreaming }: { readonly clock: Clock; readonly isStreaming?: Streaming | undefined },
): Promise<boolean> {
  const { prediction, ifDue } = request;
  const predictions = await listPredictions(trx);
  const own = predictions.find(({ definition: { name } }) => name === prediction);
  if (own === undefined) return false;
  if (restsOnHistory(own.definition) && (await historyRebuiltSince(trx)) !== null) {
    await requestTrainingAfter(trx, jobs, { ...request, ifDue }, clock());
    return false;
  }
  if (ifDue !== true) return true;
  if (await isStreaming?.(trx)) {
    await postponeDueTraining(trx, jobs, prediction, clock());
    return false;
  }
  return isTrainingDue(trx, prediction, clock());
}
