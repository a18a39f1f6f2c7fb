import { systemClock, type WorkspaceId } from "@causeway/kernel";
import { agentsProjection, followUpAgent, tagWatchAgent } from "@causeway/module-agents";
import { mailChannel, sentMailProjection } from "@causeway/module-channels";
import { identityProjection, matchingProjection } from "@causeway/module-identity";
import { scoreProjection } from "@causeway/module-prediction";
import { consentsProjection, createVeils, screenWriter } from "@causeway/module-privacy";
import {
  createEventWriter,
  createPlanDirectory,
  createSourceDirectory,
  sourceAuthenticator,
  trackingPlanProjection,
  wakeReadingBy,
} from "@causeway/module-touchpoints";
import { twinProjection, weightsProjection } from "@causeway/module-twin";
import { listMembers, openAccess } from "@causeway/platform-access";
import { createTombstoneDirectory, tombstoneKey } from "@causeway/platform-audit";
import { createLiveHub, liveRoute } from "@causeway/platform-http";
import { createJobs, createOutbox, outgoingQueue } from "@causeway/platform-jobs";
import { createDemo, type DemoOptions } from "../demo/demo.ts";
import { makeDemoNumbers } from "../demo/demo-identity.ts";
import { makeDemoWeights } from "../demo/demo-weights.ts";
import { ownerOf } from "../owner-of.ts";
import { statusRoute } from "../status-route.ts";
import { allQueues } from "./all-queues.ts";
import { hearModules } from "./hear-modules.ts";
import type { Parts } from "./parts.ts";
import type { Product, ProductOptions } from "./product.ts";
import { productRoutes } from "./product-routes.ts";
import { workSweep } from "./sweep.ts";
import { workModules } from "./work-modules.ts";

/** The composition root: with what stands beside it here, every module of the product, and nothing else knows them all. */
export async function joinModules(options: ProductOptions): Promise<Product> {
  const { database, publicUrl, log, works = true, clock = systemClock } = options;
  const { readBackups = () => undefined } = options;
  const { secrets } = database;
  const jobs = createJobs({ database, queues: allQueues, log, works });
  const wake = wakeReadingBy(jobs);
  const outbox = createOutbox({
    jobs,
    workspace: database.workspace,
    channels: [mailChannel({ secrets, publicUrl, wake, clock })],
    clock,
  });
  jobs.work(outgoingQueue, ({ data }) => outbox.deliver(data.workspace as WorkspaceId, data.id));
  const { resumeTables } = workSweep({ database, jobs, outbox, clock });

  const { onGroup } = options;
  const key = tombstoneKey(secrets);
  const tombstones = await createTombstoneDirectory(database);
  const writer = screenWriter(createEventWriter({ clock, ...(onGroup && { onGroup }) }), {
    directory: tombstones,
    key,
  });
  const url = () => options.localUrl ?? publicUrl;
  const setUp: DemoOptions["setUp"] = async (trx, locale) => {
    await makeDemoWeights(trx, locale, clock());
    await makeDemoNumbers(trx, clock());
  };
  const { demoCustomers: customers } = options;
  const demo = createDemo({ database, jobs, writer, clock, url, setUp, customers });
  const access = await openAccess({ database, publicUrl, clock, startDemo: demo.start });
  const briefing = { outbox, ownerOf: ownerOf(database, access.people) };
  const agents = [followUpAgent(briefing), tagWatchAgent(briefing)];
  const userNames = async (ids: readonly string[]) =>
    new Map([...(await access.people.byIds(ids))].map(([id, { name }]) => [id, name]));
  const membersOf = async (workspace: WorkspaceId) =>
    (await listMembers(database, access.people, workspace)).map(({ userId: id, ...member }) => ({
      ...member,
      id,
    }));
  const directory = await createSourceDirectory(database);
  const plans = await createPlanDirectory(database);
  const veils = await createVeils(database);
  const parts: Parts = {
    ...{ database, clock, publicUrl, jobs, outbox, access, agents },
    ...{ writer, wake, plans, key, tombstones, userNames, membersOf },
  };
  workModules(parts);
  const stopHearing = hearModules(jobs, key);
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
      agentsProjection({ agents, jobs, after: ["consents", "twin", "weights"] }),
    ],
    sourceAuthenticator: sourceAuthenticator(directory),
    veilOf: veils.veilOf,
    routes: [
      ...productRoutes(parts),
      ...demo.routes,
      statusRoute({ flowOf: writer.flowOf, readBackups, clock }),
      liveRoute(live, access.authenticator),
    ],
    async close() {
      stopHearing();
      await live.close();
      await directory.close();
      await plans.close();
      await tombstones.close();
      await veils.close();
    },
  };
}
