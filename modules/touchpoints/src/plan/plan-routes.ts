import {
  plannedTypeSchema,
  planSettingsSchema,
  type Role,
  trackingPlanSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { dropPlannedType, savePlannedType, saveUnknownRule } from "./plan-store.ts";
import { type DescribeEvent, readTrackingPlan } from "./read-plan.ts";
import { seenPlan } from "./seen-plan.ts";

const tags = ["sources"] as const;
const path = "/api/w/:workspace/tracking-plan";
const admin = { kind: "workspace", role: "admin" } as const;

/** The tracking plan: what types of events promise, what arrives, what is done with the rest. */
export function trackingPlanRoutes({
  describe,
}: {
  readonly describe: DescribeEvent;
}): readonly Route[] {
  const read = async (trx: WorkspaceTransaction, role: Role) =>
    seenPlan(trx, await readTrackingPlan(trx, describe), role);
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Types of events: planned, observed, proposed, and what breaks the plan",
      tags,
      access: { kind: "workspace", role: "member" },
      response: trackingPlanSchema,
      handle: ({ workspace, member: { role } }) =>
        workspace.transaction((trx) => read(trx, role), { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path,
      summary: "What is done with events that are not planned",
      tags,
      access: admin,
      body: planSettingsSchema,
      response: trackingPlanSchema,
      handle: ({ workspace, body, member: { role } }) =>
        workspace.transaction(async (trx) => {
          await saveUnknownRule(workspace, trx, body.unknown);
          return read(trx, role);
        }),
    }),
    defineRoute({
      method: "PUT",
      path: `${path}/types`,
      summary: "Plan a type of event, or change its plan",
      tags,
      access: admin,
      body: plannedTypeSchema,
      response: trackingPlanSchema,
      handle: ({ workspace, body, member: { role } }) =>
        workspace.transaction(async (trx) => {
          await savePlannedType(workspace, trx, body);
          return read(trx, role);
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: `${path}/types`,
      summary: "Take a type out of the plan; its events stay",
      tags,
      access: admin,
      query: plannedTypeSchema.pick({ name: true }),
      response: "empty",
      handle: ({ workspace, query }) =>
        workspace.transaction((trx) => dropPlannedType(workspace, trx, query.name)),
    }),
  ];
}
