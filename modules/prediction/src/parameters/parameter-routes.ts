import type { Clock } from "@causeway/kernel";
import {
  parameterChangeSchema,
  parameterPreviewSchema,
  parametersSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { announceScores } from "../announce.ts";
import { latestForecast, requestForecast } from "../forecast/forecast-queue.ts";
import { requestTraining } from "../request-training.ts";
import { regradeLeads } from "./graded-leads.ts";
import { learningFrom } from "./learning-from.ts";
import { readParameters, readParameterValues, saveParameters } from "./parameter-store.ts";
import { previewParameters } from "./preview-parameters.ts";

const tags = ["parameters"] as const;
const params = z.object({ workspace: z.uuid() });

export interface ParameterDependencies {
  readonly jobs: Pick<Jobs, "send">;
  readonly clock: Clock;
  /** Names of people by id. */
  readonly userNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Numbers that a director sets, with a preview on real records and a history. */
export function parameterRoutes({
  jobs,
  clock,
  userNames,
}: ParameterDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/parameters",
      summary: "Read the business parameters with their bounds and history",
      tags,
      access: { kind: "workspace", role: "member" },
      params,
      response: parametersSchema,
      handle: ({ workspace }) =>
        workspace.transaction((trx) => readParameters(trx, userNames), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/parameters/preview",
      summary: "See what changed parameters would do to real records",
      tags,
      access: { kind: "workspace", role: "admin" },
      params,
      body: parameterChangeSchema,
      response: parameterPreviewSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction((trx) => previewParameters(trx, body.values, clock()), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/parameters",
      summary: "Put changed business parameters in force",
      tags,
      access: { kind: "workspace", role: "admin" },
      params,
      body: parameterChangeSchema,
      response: parametersSchema,
      handle: ({ workspace, body, user }) =>
        workspace.transaction(async (trx) => {
          const now = clock();
          const held = await readParameterValues(trx);
          const values = await saveParameters(trx, { ...body, userId: user.id, now });
          for (const { name } of await learningFrom(trx, held, values)) {
            await requestTraining(trx, jobs, name);
          }
          await regradeLeads(trx, values, now);
          if ((await latestForecast(trx)) !== undefined) await requestForecast(trx, jobs);
          await announceScores(trx);
          return readParameters(trx, userNames);
        }),
    }),
  ];
}
