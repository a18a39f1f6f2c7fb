import type { Clock } from "@causeway/kernel";
import { recordSignals } from "@causeway/module-signals";
import { recordAudit } from "@causeway/platform-audit";
import {
  accountGroupSchema,
  companyGroupsSchema,
  groupControlSchema,
  newHoldingsSchema,
  ownershipFileSchema,
  recordedSignalsSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { readAccountGroup } from "./account-group.ts";
import { requestGroups } from "./groups-queue.ts";
import { ownershipFacts } from "./ownership-facts.ts";
import { readGroups } from "./read-groups.ts";
import { readOwnershipFile } from "./read-ownership-file.ts";
import { saveControl } from "./refresh-groups.ts";

const tags = ["company-groups"] as const;
const member = { kind: "workspace", role: "member" } as const;
const admin = { kind: "workspace", role: "admin" } as const;
const params = z.object({ workspace: z.uuid() });
const largestFile = 32 * 1024 * 1024;
const batch = 2_000;
const shownRefused = 20;

/** Which companies belong together by ownership, and on what it rests. */
export function groupRoutes({
  clock,
  jobs,
}: {
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, "send">;
}): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/company-groups",
      summary: "Company groups by ownership",
      tags,
      access: member,
      params,
      response: companyGroupsSchema,
      handle: ({ workspace }) => workspace.transaction(readGroups, { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/company-groups/control",
      summary: "From how many percent on a holder controls a company",
      tags,
      access: admin,
      params,
      body: groupControlSchema,
      response: "empty",
      handle: ({ workspace, body: { above }, actor }) =>
        workspace.transaction(async (trx) => {
          await saveControl(trx, above);
          await recordAudit(trx, { actor, action: "groups.control", subject: `${above}` });
          await requestGroups(trx, jobs);
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/accounts/:id/group",
      summary: "The group of an account, and what was published about companies beneath it",
      tags,
      access: member,
      params: params.extend({ id: z.uuid() }),
      response: accountGroupSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction((trx) => readAccountGroup(trx, id), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/ownership",
      summary: "Record who holds how much of which company",
      tags,
      access: admin,
      params,
      body: newHoldingsSchema,
      bodyLimit: 4 * 1024 * 1024,
      response: recordedSignalsSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction((trx) =>
          recordSignals(trx, ownershipFacts(body.holdings, clock), clock),
        ),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/ownership/file",
      summary: "Record holdings from a CSV file with columns holder, company and share",
      tags,
      access: admin,
      params,
      body: "stream",
      bodyLimit: largestFile,
      rateLimit: { max: 20, windowSeconds: 60 },
      response: ownershipFileSchema,
      handle: async ({ workspace, body, locale }) => {
        const { holdings, read, refused } = await readOwnershipFile(body, locale);
        const facts = ownershipFacts(holdings, clock);
        let recorded = 0;
        for (let at = 0; at < facts.length; at += batch) {
          const part = facts.slice(at, at + batch);
          const known = await workspace.transaction((trx) => recordSignals(trx, part, clock));
          recorded += known.recorded;
        }
        const unchanged = facts.length - recorded;
        const shown = refused.slice(0, shownRefused);
        return { read, recorded, unchanged, refused: shown, refusedCount: refused.length };
      },
    }),
  ];
}
