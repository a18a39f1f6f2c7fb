import type { Clock } from "@causeway/kernel";
import { forecastSchema, salesTargetSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { requireSeenFields } from "../require-seen-fields.ts";
import { requestForecast } from "./forecast-queue.ts";
import { readForecast } from "./read-forecast.ts";
import { setSalesTarget } from "./sales-targets.ts";

const tags = ["forecast"] as const;
const params = z.object({ workspace: z.uuid() });

/** What every number of a forecast is made of. */
const forecastFields = ["amount", "stage", "expected_close", "closed_at"] as const;

export interface ForecastDependencies {
  readonly jobs: Pick<Jobs, "send">;
  readonly clock: Clock;
}

/** What will be won by month, team and stage, against targets, and how right that has been. */
export function forecastRoutes({ jobs, clock }: ForecastDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/forecast",
      summary: "Read the latest forecast of won amounts with targets and its record",
      tags,
      access: { kind: "workspace", role: "member" },
      params,
      response: forecastSchema,
      handle: ({ workspace, member: { role } }) =>
        workspace.transaction(
          async (trx) => {
            await requireSeenFields(trx, "deal", forecastFields, role);
            return readForecast(trx, clock());
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/forecast/refresh",
      summary: "Forecast anew",
      tags,
      access: { kind: "workspace", role: "member" },
      params,
      status: 202,
      response: forecastSchema,
      rateLimit: { max: 10, windowSeconds: 60 },
      handle: ({ workspace, member: { role } }) =>
        workspace.transaction(async (trx) => {
          await requireSeenFields(trx, "deal", forecastFields, role);
          await requestForecast(trx, jobs);
          return readForecast(trx, clock());
        }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/forecast/targets",
      summary: "Set or take back what a team is to sell in a month",
      tags,
      access: { kind: "workspace", role: "admin" },
      params,
      body: salesTargetSchema,
      response: forecastSchema,
      handle: ({ workspace, body, user }) =>
        workspace.transaction(async (trx) => {
          await setSalesTarget(trx, body, { userId: user.id, now: clock() });
          return readForecast(trx, clock());
        }),
    }),
  ];
}
