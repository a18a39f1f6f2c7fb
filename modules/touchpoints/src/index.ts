export { clickIds } from "./connectors/click-ids.ts";
export type { RawDelivery } from "./connectors/connector.ts";
export { type ConnectorDependencies, connectorRoutes } from "./connectors/connector-routes.ts";
export { mailDelivery } from "./connectors/mail/fetch-mail.ts";
export { callbackSignature, sealMessage } from "./connectors/tencent/callback-crypto.ts";
export { type DeadLetterScreen, onDeadLetter } from "./deliveries/dead-letter-screen.ts";
export {
  deliveriesQueue,
  type WakeReading,
  wakeReadingBy,
  workDeliveries,
} from "./deliveries/deliveries-queue.ts";
export { processDeliveries, type ReadingDependencies } from "./deliveries/process-deliveries.ts";
export { storeDelivery } from "./deliveries/store-delivery.ts";
export { takeDeliveries } from "./deliveries/take-deliveries.ts";
export { type WebhookDependencies, webhookRoutes } from "./deliveries/webhook-routes.ts";
export {
  type AskForFetching,
  askForFetchingBy,
  fetchQueues,
  workFetching,
} from "./fetching/fetch-queue.ts";
export {
  createEventWriter,
  type EventWriter,
  type EventWriterOptions,
  type Flow,
  type WrittenGroup,
} from "./ingest/event-writer.ts";
export { type IngestRequest, ingest } from "./ingest/ingest.ts";
export {
  type IngestionDependencies,
  ingestionRoutes,
  sourceAuthenticator,
} from "./ingest/ingestion-routes.ts";
export { limits } from "./limits.ts";
export { gatherMessages } from "./listening/gather-messages.ts";
export { askForListeningBy, listenQueues, workListening } from "./listening/listen-queue.ts";
export { eventsChannel, liveChannel, sourcesChannel } from "./log/channels.ts";
export { type LogPosition, logStart } from "./log/log-position.ts";
export { readEvents, readEventsById, readEventsSince } from "./log/read-events.ts";
export type { StoredEvent } from "./log/stored-event.ts";
export {
  buildTimeIndex,
  resumeTimeIndex,
  timeIndexQueue,
  workTimeIndex,
} from "./log/time-index.ts";
export { touchpointsMigrations } from "./migrations.ts";
export { reachHost } from "./network/reach-host.ts";
export { trackingPlanProjection } from "./plan/observe-events.ts";
export { createPlanDirectory, type PlanDirectory } from "./plan/plan-directory.ts";
export { trackingPlanRoutes } from "./plan/plan-routes.ts";
export { readPlannedTypes } from "./plan/plan-store.ts";
export { catchUpProjections } from "./projections/catch-up-projections.ts";
export { holdProjection, requestRebuild } from "./projections/hold-projection.ts";
export {
  type EventProjection,
  orderProjections,
  type Projection,
} from "./projections/projection.ts";
export {
  type ProjectionRunner,
  type ProjectionRunnerOptions,
  startProjectionRunner,
} from "./projections/projection-runner.ts";
export { type ProjectionStatus, projectionStatus } from "./projections/projection-status.ts";
export { rebuiltSince } from "./projections/rebuild.ts";
export { resetProjection } from "./projections/reset-projection.ts";
export { runProjections } from "./projections/run-projections.ts";
export { reportFromInside, sourceOfConnector } from "./sources/inside-source.ts";
export {
  createSourceDirectory,
  type KnownSource,
  type SourceDirectory,
} from "./sources/source-directory.ts";
export { sourceRoutes } from "./sources/source-routes.ts";
export { changeSource, createSource, deleteSource, listSources } from "./sources/sources.ts";
export type { TouchpointTables } from "./tables.ts";
export { touchpointsPersonalData } from "./touchpoints-personal-data.ts";
export { asObject, type JsonObject, listAt, objectAt, textAt } from "./wire/json-object.ts";
export { type EventType, eventTypes, parseEvent } from "./wire/parse-event.ts";
