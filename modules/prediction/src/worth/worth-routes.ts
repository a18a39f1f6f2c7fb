import { readSchema } from "@causeway/module-records";
import { topicTiers } from "@causeway/module-twin";
import {
  predictionNameSchema,
  type Tier,
  type TouchpointWorths,
  touchpointWorthsSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { listPredictions, readPrediction } from "../definitions/definition-store.ts";
import { leadGrade } from "../prediction-queues.ts";
import { touchedPath } from "./prediction-cases.ts";
import { requestWorth } from "./worth-queue.ts";
import type { WorthTables } from "./worth-tables.ts";

const tags = ["touchpoints"] as const;
const params = z.object({ workspace: z.uuid() });
const query = z.object({ prediction: predictionNameSchema.default(leadGrade) });

/** What each type of touchpoint adds to a prediction, with a tier that follows. */
export function worthRoutes({ jobs }: { readonly jobs: Pick<Jobs, "send"> }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/touchpoint-worth",
      summary: "Read what each type of touchpoint is worth",
      tags,
      access: { kind: "workspace", role: "member" },
      params,
      query,
      response: touchpointWorthsSchema,
      handle: ({ workspace, query: { prediction } }) =>
        workspace.transaction((trx) => readWorth(trx, prediction), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/touchpoint-worth/refresh",
      summary: "Look anew at what touchpoints are worth",
      tags,
      access: { kind: "workspace", role: "member" },
      params,
      query,
      status: 202,
      response: touchpointWorthsSchema,
      rateLimit: { max: 10, windowSeconds: 60 },
      handle: ({ workspace, query: { prediction } }) =>
        workspace.transaction(async (trx) => {
          await readPrediction(trx, prediction);
          await requestWorth(trx, jobs, prediction);
          return readWorth(trx, prediction);
        }),
    }),
  ];
}

/** Predictions of yes and no about whoever has touchpoints. */
async function readChoices(trx: WorkspaceTransaction): Promise<TouchpointWorths["choices"]> {
  const schema = await readSchema(trx);
  return (await listPredictions(trx)).flatMap(
    ({ definition: { name, label, object, outcome } }) => {
      const about = schema.objects.find((each) => each.name === object);
      const fits = outcome.kind !== "number" && about && touchedPath(about) !== undefined;
      return fits ? [{ name, label }] : [];
    },
  );
}

/** The newest look at what touchpoints add to a prediction. */
export async function readWorth(
  trx: WorkspaceTransaction,
  prediction: string = leadGrade,
): Promise<TouchpointWorths> {
  const latest = await trx
    .$extendTables<WorthTables>()
    .selectFrom("touchpoint_worth")
    .select(["computed_at", "body"])
    .where("prediction", "=", prediction)
    .orderBy("computed_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from worth_runs
      where prediction = ${prediction} and requested_at > now() - interval '30 minutes') as found`.execute(
    trx,
  );
  const planned = await plannedTiers(trx);
  const types = (latest?.body?.types ?? []).map((type) => ({
    ...type,
    tier: planned.get(type.type) ?? type.tier,
  }));
  return {
    prediction,
    choices: await readChoices(trx),
    state: latest === undefined ? "none" : latest.body === null ? "too-few" : "ready",
    isComputing: rows[0]?.found ?? false,
    computedAt: latest?.computed_at.toISOString() ?? null,
    leads: latest?.body?.leads ?? 0,
    telling: types.filter(({ proposal }) => proposal === "L1" || proposal === "L2").length,
    tested: types.filter(({ gain }) => gain !== null).length,
    types,
  };
}

/** The tiers that the tracking plan says now, by type. */
async function plannedTiers(trx: WorkspaceTransaction): Promise<ReadonlyMap<string, Tier>> {
  const { rows } = await sql<{ type: string; tier: Tier }>`
    select distinct on (lower(name)) lower(name) as type, tier from planned_types
    order by lower(name), changed_at desc`.execute(trx);
  return new Map([
    ...rows.map(({ type, tier }) => [type, tier] as const),
    ...(await topicTiers(trx)),
  ]);
}
