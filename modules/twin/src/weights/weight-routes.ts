import type { Clock } from "@causeway/kernel";
import {
  liveWeightsSchema,
  weightCalibrationSchema,
  weightPreviewSchema,
  weightRuleInputSchema,
  weightRulesSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { subjectProfiles } from "../queries/subject.ts";
import { calibrateWeights } from "./calibrate-weights.ts";
import { previewRule } from "./preview-rule.ts";
import { readLiveWeights } from "./read-live-weights.ts";
import { boundRule, readWeightRules, removeWeightRule, saveWeightRule } from "./weight-rules.ts";

const tags = ["twin"] as const;
const member = { kind: "workspace", role: "member" } as const;
const admin = { kind: "workspace", role: "admin" } as const;
const ruleParams = z.object({ workspace: z.uuid(), id: z.uuid() });

/** Rules by which behaviour moves the weights of a customer's tags, with a preview, and the weights themselves. */
export function weightRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/weights/rules",
      summary: "Read the rules of live weights",
      tags,
      access: member,
      response: weightRulesSchema,
      handle: ({ workspace }) =>
        workspace.transaction(async (trx) => ({ rules: [...(await readWeightRules(trx))] }), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/weights/preview",
      summary: "See whom a rule would have touched in the last 90 days",
      tags,
      access: admin,
      query: z.object({ id: z.uuid().optional() }),
      body: weightRuleInputSchema,
      response: weightPreviewSchema,
      handle: ({ workspace, body, query, locale }) =>
        workspace.transaction(
          (trx) => previewRule(trx, boundRule(query.id ?? "", body, locale), clock()),
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/weights/calibration",
      summary: "What won and lost deals say about each rule of live weights",
      tags,
      access: admin,
      rateLimit: { max: 10, windowSeconds: 60 },
      response: weightCalibrationSchema,
      handle: ({ workspace }) =>
        workspace.transaction((trx) => calibrateWeights(trx, clock()), { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/weights/rules/:id",
      summary: "Make or change a rule of live weights",
      tags,
      access: admin,
      params: ruleParams,
      body: weightRuleInputSchema,
      response: weightRulesSchema,
      handle: ({ workspace, body, params: { id }, user, locale }) =>
        workspace.transaction(async (trx) => {
          await saveWeightRule(trx, { id, rule: body, userId: user.id, now: clock(), locale });
          return { rules: [...(await readWeightRules(trx))] };
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/weights/rules/:id",
      summary: "Remove a rule of live weights",
      tags,
      access: admin,
      params: ruleParams,
      response: weightRulesSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction(async (trx) => {
          await removeWeightRule(trx, id);
          return { rules: [...(await readWeightRules(trx))] };
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/twin/:object/:id/weights",
      summary: "The live weights of a customer's tags, and what moved them",
      tags,
      access: member,
      params: z.object({
        workspace: z.uuid(),
        object: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
        id: z.uuid(),
      }),
      response: liveWeightsSchema,
      handle: ({ workspace, params: subject }) =>
        workspace.transaction(
          async (trx) => readLiveWeights(trx, await subjectProfiles(trx, subject), clock()),
          { readOnly: true },
        ),
    }),
  ];
}
