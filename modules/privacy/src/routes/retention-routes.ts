import type { Clock } from "@causeway/kernel";
import { readSchema } from "@causeway/module-records";
import { recordAudit } from "@causeway/platform-audit";
import {
  retentionPreviewSchema,
  retentionRuleSchema,
  retentionSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { objectNamed } from "@causeway/platform-schema";
import { previewRetention } from "../retention/preview-retention.ts";
import {
  readRetentionRules,
  readRetentionRuns,
  saveRetentionRule,
} from "../retention/retention-rules.ts";
import { retentionQueue } from "../retention/run-retention.ts";

const path = "/api/w/:workspace/privacy/retention";
const tags = ["privacy"];
const access = { kind: "workspace", role: "admin" } as const;

export interface RetentionDependencies {
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, "send">;
}

/** How long what is kept, what would go, and letting it go before the night. */
export function retentionRoutes({ clock, jobs }: RetentionDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "How long events and records are kept, and what the latest runs deleted",
      tags,
      access,
      response: retentionSchema,
      handle: ({ workspace }) => workspace.transaction(read, { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path,
      summary: "Keep events of types that are not planned, or records of an object, for some days",
      tags,
      access,
      body: retentionRuleSchema,
      response: retentionSchema,
      handle: ({ workspace, body, actor }) =>
        workspace.transaction(async (trx) => {
          const subject =
            body.kind === "events"
              ? "events"
              : objectNamed(await readSchema(trx), body.object).name;
          await saveRetentionRule(trx, body);
          await recordAudit(trx, {
            ...{ actor, action: "privacy.retention-changed", subject },
            details: { ...body },
          });
          return read(trx);
        }),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/preview`,
      summary: "What would be deleted now: how many by rule, from when to when",
      tags,
      access,
      rateLimit: { max: 20, windowSeconds: 60 },
      response: retentionPreviewSchema,
      handle: ({ workspace }) =>
        workspace.transaction((trx) => previewRetention(trx, clock()), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/runs`,
      summary:
        "Delete what is past its time now rather than in the night; runs are listed with the rules",
      tags,
      access,
      rateLimit: { max: 20, windowSeconds: 60 },
      response: "empty",
      handle: ({ workspace, actor }) =>
        workspace.transaction(async (trx) => {
          const { id } = workspace;
          await recordAudit(trx, {
            actor,
            action: "privacy.retention-asked",
            subject: "retention",
          });
          await jobs.send(trx, retentionQueue, { workspace: id }, { singletonKey: id });
        }),
    }),
  ];
}

async function read(trx: WorkspaceTransaction) {
  return { ...(await readRetentionRules(trx)), runs: await readRetentionRuns(trx) };
}
