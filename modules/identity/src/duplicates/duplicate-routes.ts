import type { Clock } from "@causeway/kernel";
import {
  companyDuplicatesSchema,
  duplicateStateSchema,
  duplicateVerdictSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { answerDuplicate } from "./answer-duplicate.ts";
import { requestDuplicates } from "./duplicates-queue.ts";
import { listDuplicates } from "./list-duplicates.ts";

const tags = ["company-duplicates"] as const;
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({ workspace: z.uuid() });
const path = "/api/w/:workspace/company-duplicates";
/** A look compares all companies. */
const rateLimit = { max: 10, windowSeconds: 60 };

/** Companies that may stand twice, for people to merge or to tell apart. */
export function duplicateRoutes({
  clock,
  jobs,
}: {
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, "send">;
}): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Companies that are likelier one than two, and why; or those that were told apart",
      tags,
      access,
      params,
      query: z.object({
        state: duplicateStateSchema.default("open"),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: companyDuplicatesSchema,
      handle: ({ workspace, query, member: { role } }) =>
        workspace.transaction((trx) => listDuplicates(trx, { viewer: role, ...query }), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/look`,
      summary: "Compare all companies now",
      tags,
      access,
      params,
      status: 202,
      rateLimit,
      response: "empty",
      handle: ({ workspace }) => workspace.transaction((trx) => requestDuplicates(trx, jobs)),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id`,
      summary: "Say that two are different companies, for good; or take that back",
      tags,
      access,
      params: z.object({ workspace: z.uuid(), id: z.uuid() }),
      body: duplicateVerdictSchema,
      response: "empty",
      handle: ({ workspace, params: { id }, body: { verdict }, actor }) =>
        workspace.transaction((trx) => answerDuplicate(trx, { id, verdict }, actor, clock())),
    }),
  ];
}
