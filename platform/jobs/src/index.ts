export { abandonedJobs } from "./abandoned-jobs.ts";
export { countJobs, type JobCount } from "./count-jobs.ts";
export {
  createJobs,
  type Job,
  type Jobs,
  type JobsLog,
  type JobsOptions,
  type SendOptions,
  type WorkOptions,
} from "./jobs.ts";
export { jobsPersonalData } from "./jobs-personal-data.ts";
export type { JsonValue } from "./json.ts";
export { jobsMigrations } from "./migrations.ts";
export {
  type Channel,
  createOutbox,
  type Delivery,
  type NewOutgoing,
  type Outbox,
  type OutboxOptions,
  type Outgoing,
  type OutgoingDecision,
  outgoingQueue,
} from "./outbox.ts";
export { defineQueue, type Queue, type QueueSettings } from "./queue.ts";
export { runInThread } from "./run-in-thread.ts";
export {
  changeRun,
  type FinishedStep,
  type Run,
  readRun,
  runStep,
  startRun,
} from "./run-journal.ts";
export type { JobsTables, OutgoingState, RunState } from "./tables.ts";
