import { type Clock, systemClock, type WorkspaceId } from "@causeway/kernel";
import {
  agentRoutes,
  agentRunQueue,
  agentsProjection,
  endLostRuns,
  followUpAgent,
  reconsiderQueue,
  requestReconsidering,
  tagWatchAgent,
  workAgents,
  workReconsidering,
} from "@causeway/module-agents";
import {
  channelRoutes,
  dealMailRoutes,
  mailChannel,
  sentMailProjection,
  trackingRoutes,
} from "@causeway/module-channels";
import {
  consentsOfRecords,
  groupChangeListener,
  groupRoutes,
  groupSignalListener,
  groupsQueue,
  identityProjection,
  identityRoutes,
  linkChangedRecords,
  matchingProjection,
  matchingQueue,
  onIdentityChange,
  workGroups,
  workMatching,
} from "@causeway/module-identity";
import {
  forecastQueues,
  forecastRoutes,
  parameterRoutes,
  predictionQueues,
  predictionRoutes,
  renewalRoutes,
  requestDerived,
  scoreChangeListener,
  scoreIdentityListener,
  scoreProjection,
  scoreSignalListener,
  workForecasts,
  workPredictions,
  workWorth,
  worthQueues,
  worthRoutes,
} from "@causeway/module-prediction";
import {
  consentRoutes,
  consentsProjection,
  createVeils,
  erasureQueue,
  erasureRoutes,
  keepOutLetters,
  maskRoutes,
  refuseErased,
  retentionQueue,
  retentionRoutes,
  screenImport,
  screenWriter,
  workErasures,
  workRetention,
} from "@causeway/module-privacy";
import {
  conversionsQueue,
  createListUse,
  importsQueue,
  indexesQueue,
  type MembersOf,
  onImportRows,
  onRecordChange,
  recordsRoutes,
  resumeConversions,
  resumeIndexes,
  workConversions,
  workImports,
  workIndexes,
} from "@causeway/module-records";
import { onSignals, signalRoutes } from "@causeway/module-signals";
import {
  askForFetchingBy,
  askForListeningBy,
  connectorRoutes,
  createEventWriter,
  createPlanDirectory,
  createSourceDirectory,
  deliveriesQueue,
  type EventWriter,
  fetchQueues,
  ingestionRoutes,
  listenQueues,
  onDeadLetter,
  type Projection,
  sourceAuthenticator,
  sourceRoutes,
  trackingPlanProjection,
  trackingPlanRoutes,
  type WrittenGroup,
  wakeReadingBy,
  webhookRoutes,
  workDeliveries,
  workFetching,
  workListening,
} from "@causeway/module-touchpoints";
import {
  describeEvent,
  moveTouchpoints,
  pageTierRoutes,
  twinProjection,
  twinRoutes,
  weightRoutes,
  weightsProjection,
} from "@causeway/module-twin";
import { type AccessControl, listMembers, openAccess } from "@causeway/platform-access";
import { createTombstoneDirectory, tombstoneKey } from "@causeway/platform-audit";
import type { Database } from "@causeway/platform-database";
import {
  createLiveHub,
  liveRoute,
  type Route,
  type SourceAuthenticator,
  type VeilOf,
} from "@causeway/platform-http";
import {
  createJobs,
  createOutbox,
  type Jobs,
  type JobsLog,
  type Outbox,
  outgoingQueue,
  type QueueSettings,
} from "@causeway/platform-jobs";
import type { BackupState } from "./backup-state.ts";
import { createDemo, type DemoOptions, demoQueue } from "./demo/demo.ts";
import { isDemoStreaming } from "./demo/demo-state.ts";
import { makeDemoWeights } from "./demo/demo-weights.ts";
import { ownerOf } from "./owner-of.ts";
import { allPersonalData } from "./personal-data.ts";
import { statusRoute } from "./status-route.ts";
import { sweepQueue } from "./sweep-queue.ts";

/** All modules joined, without a port to listen on. */
export interface Product {
  readonly access: AccessControl;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly routes: readonly Route[];
  readonly projections: readonly Projection[];
  readonly writer: EventWriter;
  /** Names of people by id. */
  readonly userNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Who may own records of a workspace. */
  readonly membersOf: MembersOf;
  readonly sourceAuthenticator: SourceAuthenticator;
  readonly veilOf: VeilOf;
  /** Takes up conversions and indexes that an end of the process has left; by itself every minute. */
  readonly resumeTables: () => Promise<void>;
  /** Begins to fill a workspace with the demo company. */
  readonly startDemo: (workspace: WorkspaceId) => Promise<void>;
  /** Ends open streams and listeners; jobs and database are the caller's. */
  close(): Promise<void>;
}

export interface ProductOptions {
  readonly database: Database;
  readonly publicUrl: string;
  /** Where this process itself reaches the server; `publicUrl` unless given. */
  readonly localUrl?: string;
  readonly log: JobsLog;
  /** False for a command beside a server: it sends jobs, the server works them off. */
  readonly works?: boolean;
  readonly clock?: Clock;
  /** Customers of a demo company that is loaded; 1,000 unless given. */
  readonly demoCustomers?: number | undefined;
  /** What became of the last backups; nothing is known unless given. */
  readonly readBackups?: () => BackupState | undefined;
  /** Called after every transaction that stores events, for counting. */
  readonly onGroup?: (group: WrittenGroup) => void;
}

/** The composition root: every module of the product appears here, and nothing else knows them all. */
export async function joinModules(options: ProductOptions): Promise<Product> {
  const { database, publicUrl, log, works = true, clock = systemClock } = options;
  const { readBackups = () => undefined } = options;
  const queues: readonly QueueSettings[] = [
    outgoingQueue,
    sweepQueue,
    importsQueue,
    indexesQueue,
    conversionsQueue,
    deliveriesQueue,
    ...fetchQueues,
    ...listenQueues,
    retentionQueue,
    ...predictionQueues,
    ...forecastQueues,
    ...worthQueues,
    matchingQueue,
    groupsQueue,
    agentRunQueue,
    reconsiderQueue,
    erasureQueue,
    demoQueue,
  ];
  const jobs = createJobs({ database, queues, log, works });
  const wake = wakeReadingBy(jobs);
  const { secrets } = database;
  const mail = { secrets, publicUrl, wake, clock };
  const outbox = createOutbox({
    jobs,
    workspace: database.workspace,
    channels: [mailChannel(mail)],
    clock,
  });
  jobs.work(outgoingQueue, ({ data }) => outbox.deliver(data.workspace as WorkspaceId, data.id));
  const resumeTables = async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        await resumeConversions(trx, jobs, id);
        await resumeIndexes(trx, jobs, id);
      });
    }
  };
  jobs.work(sweepQueue, async () => {
    for (const { id } of await database.workspaces()) {
      await outbox.sweep(id);
      await endLostRuns(database, await database.workspace(id));
    }
    await resumeTables();
  });
  jobs.schedule(sweepQueue, "* * * * *", {});
  workPredictions({
    database,
    jobs,
    clock,
    isStreaming: isDemoStreaming,
    onModel: (trx) => requestReconsidering(trx, jobs),
    onScored: (trx) => requestDerived(trx, jobs),
  });
  workForecasts({ database, jobs, clock });
  workWorth({ database, jobs, clock });
  workMatching({ database, jobs, clock });
  workGroups({ database, jobs, clock });
  workIndexes(jobs, database, clock);
  workConversions(jobs, database);

  const { onGroup } = options;
  const key = tombstoneKey(database.secrets);
  const tombstones = await createTombstoneDirectory(database);
  const writer = screenWriter(createEventWriter({ clock, ...(onGroup && { onGroup }) }), {
    directory: tombstones,
    key,
  });
  const url = () => options.localUrl ?? publicUrl;
  const setUp: DemoOptions["setUp"] = (trx, locale) => makeDemoWeights(trx, locale, clock());
  const { demoCustomers: customers } = options;
  const demo = createDemo({ database, jobs, writer, clock, url, setUp, customers });
  const access = await openAccess({ database, publicUrl, clock, startDemo: demo.start });
  const briefing = { outbox, ownerOf: ownerOf(database, access.people) };
  const agents = [followUpAgent(briefing), tagWatchAgent(briefing)];
  workAgents({ agents, jobs, workspace: database.workspace });
  workReconsidering({ agents, jobs, workspace: database.workspace, clock });
  const userNames = async (ids: readonly string[]) =>
    new Map([...(await access.people.byIds(ids))].map(([id, { name }]) => [id, name]));
  const membersOf = async (workspace: WorkspaceId) =>
    (await listMembers(database, access.people, workspace)).map(({ userId: id, ...member }) => ({
      ...member,
      id,
    }));
  workImports(jobs, database, membersOf);
  workErasures({ database, jobs, data: allPersonalData, key, clock });
  const stopListening = [
    ...[
      refuseErased(key),
      linkChangedRecords,
      scoreChangeListener(jobs),
      groupChangeListener(jobs),
    ].map(onRecordChange),
    onDeadLetter(keepOutLetters(key)),
    onImportRows(screenImport(key)),
    ...[scoreSignalListener(jobs), groupSignalListener(jobs)].map(onSignals),
    ...[moveTouchpoints, scoreIdentityListener(jobs)].map(onIdentityChange),
  ];
  const directory = await createSourceDirectory(database);
  const plans = await createPlanDirectory(database);
  const veils = await createVeils(database);
  workDeliveries(jobs, database, { writer, secrets, plans });
  workFetching(jobs, database, { secrets, wake, clock });
  workListening(jobs, database, { secrets, wake, clock });
  workRetention(jobs, database, { clock, data: allPersonalData });
  const live = await createLiveHub(database);
  return {
    access,
    jobs,
    outbox,
    startDemo: demo.start,
    userNames,
    membersOf,
    writer,
    resumeTables,
    projections: [
      consentsProjection,
      trackingPlanProjection,
      sentMailProjection,
      identityProjection,
      matchingProjection(jobs),
      twinProjection,
      weightsProjection,
      scoreProjection(jobs),
      agentsProjection({ agents, jobs, after: ["twin", "weights"] }),
    ],
    sourceAuthenticator: sourceAuthenticator(directory),
    veilOf: veils.veilOf,
    routes: [
      ...access.routes,
      ...recordsRoutes({
        ...{ userNames, membersOf, jobs },
        ...{ listUse: createListUse(), consentOf: consentsOfRecords },
      }),
      ...sourceRoutes(database.secrets),
      ...connectorRoutes({
        ...{ secrets, publicUrl, wake, clock },
        ...{ fetchSoon: askForFetchingBy(jobs), listenSoon: askForListeningBy(jobs) },
      }),
      ...webhookRoutes({ secrets, wake, clock }),
      ...ingestionRoutes({ writer, clock, plans }),
      ...trackingPlanRoutes({ describe: describeEvent }),
      ...identityRoutes({ clock, jobs, userNames }),
      ...groupRoutes({ clock, jobs }),
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
      ...trackingRoutes({ ...mail, database }),
      ...agentRoutes({ agents, outbox, jobs }),
      ...signalRoutes({ clock }),
      ...consentRoutes({ clock }),
      ...maskRoutes(),
      ...retentionRoutes({ clock, jobs }),
      ...erasureRoutes({ clock, jobs, key, tombstones, data: allPersonalData, userNames }),
      ...demo.routes,
      statusRoute({ flowOf: writer.flowOf, readBackups, clock }),
      liveRoute(live, access.authenticator),
    ],
    async close() {
      for (const stop of stopListening) stop();
      await live.close();
      await directory.close();
      await plans.close();
      await tombstones.close();
      await veils.close();
    },
  };
}
