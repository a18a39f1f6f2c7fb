import { AppError, type Clock, issueAt } from "@causeway/kernel";
import {
  decisionTakenSchema,
  dryRunSchema,
  identityPreviewSchema,
  identityRulesSchema,
  identityRulesStateSchema,
  matchingRuleBodySchema,
  matchingRulesSchema,
  matchingSavedSchema,
  newDecisionSchema,
  personIdentitySchema,
  reviewsSchema,
  reviewVerdictSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { requestNumbers } from "./companies/fill-numbers.ts";
import { requireNumberSources } from "./companies/number-sources.ts";
import { decide, withdraw } from "./decisions/decide.ts";
import { explainPerson } from "./decisions/explain-person.ts";
import { mailboxRoutes } from "./mailboxes/mailbox-routes.ts";
import { dryRun } from "./matching/dry-run.ts";
import { knownFields } from "./matching/known-fields.ts";
import { requestMatching } from "./matching/matching-queue.ts";
import { answerReview, openReviews } from "./matching/reviews.ts";
import { listRules, removeRule, saveRule } from "./matching/rule-store.ts";
import { previewRules } from "./rules/preview-rules.ts";
import { readRules, saveRules } from "./rules/rule-store.ts";

const tags = ["identity"] as const;
const member = { kind: "workspace", role: "member" } as const;
const admin = { kind: "workspace", role: "admin" } as const;
const params = z.object({ workspace: z.uuid() });
const withId = z.object({ workspace: z.uuid(), id: z.uuid() });
/** Looks over the whole history cost something. */
const rateLimit = { max: 20, windowSeconds: 60 };

export interface IdentityDependencies {
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, "send">;
  /** Names of people by id. */
  readonly userNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Who is who: why, decisions about it, the rules, and what they leave to a person. */
export function identityRoutes(dependencies: IdentityDependencies): readonly Route[] {
  return [
    ...decisionRoutes(dependencies),
    ...ruleRoutes(dependencies),
    ...mailboxRoutes(dependencies),
    ...matchingRoutes(dependencies),
  ];
}

function decisionRoutes({ clock, userNames }: IdentityDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/identity/people/:id",
      summary: "Why these profiles are one person",
      tags,
      access: member,
      params: withId,
      response: personIdentitySchema,
      handle: async ({ workspace, params: { id } }) => {
        const actors = new Set<string>();
        const read = (names: ReadonlyMap<string, string>) =>
          workspace.transaction(
            (trx) =>
              explainPerson(trx, id, (_, actor) => {
                actors.add(actor);
                return names.get(actor) ?? "";
              }),
            { readOnly: true },
          );
        const found = await read(new Map());
        return actors.size === 0 ? found : read(await userNames([...actors]));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/identity/decisions",
      summary: "Keep two identifiers apart, or join them, for good",
      tags,
      access: member,
      params,
      body: newDecisionSchema,
      status: 201,
      rateLimit: { max: 60, windowSeconds: 60 },
      response: decisionTakenSchema,
      handle: ({ workspace, body, actor }) => {
        const { left, right } = body;
        if (left.kind === right.kind && left.value === right.value) {
          throw new AppError(
            "bad-input",
            { zh: "请选择两个不同的标识", en: "A decision is about two identifiers" },
            {
              issues: [
                issueAt("body.right", { zh: "与左边的标识相同", en: "the same as the left one" }),
              ],
            },
          );
        }
        return workspace.transaction(async (trx) => {
          const { ids, isRebuilding } = await decide(trx, [body], actor, clock());
          return { ids: [...ids], isRebuilding };
        });
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/identity/decisions/:id",
      summary: "Take a decision back",
      tags,
      access: member,
      params: withId,
      response: "empty",
      handle: async ({ workspace, params: { id }, actor }) => {
        const done = await workspace.transaction((trx) => withdraw(trx, [id], actor, clock()));
        if (!done)
          throw new AppError("not-found", {
            zh: "没有这项生效中的决定",
            en: "There is no such decision in force",
          });
      },
    }),
  ];
}

function ruleRoutes({ clock, jobs }: IdentityDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/identity/rules",
      summary: "How people are told apart",
      tags,
      access: member,
      params,
      response: identityRulesStateSchema,
      handle: async ({ workspace }) => {
        const found = await workspace.transaction(readRules, { readOnly: true });
        const rules = identityRulesSchema.parse(found.rules);
        return { version: found.version, savedAt: found.savedAt?.toISOString() ?? null, rules };
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/identity/rules/preview",
      summary: "What other rules would make of the history",
      tags,
      access: admin,
      params,
      body: identityRulesSchema,
      rateLimit,
      response: identityPreviewSchema,
      handle: ({ workspace, body }) => previewRules(workspace, body),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/identity/rules",
      summary: "Put other rules into force; the history is folded again where it must",
      tags,
      access: admin,
      params,
      body: identityRulesSchema,
      status: 202,
      rateLimit,
      response: "empty",
      handle: ({ workspace, body, actor }) =>
        workspace.transaction(async (trx) => {
          await requireNumberSources(trx, body.companyNumbers);
          await saveRules(trx, body, actor, clock());
          await requestNumbers(trx, jobs);
        }),
    }),
  ];
}

function matchingRoutes({ clock, jobs }: IdentityDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/identity/matching",
      summary: "The matching rules, and the fields people have",
      tags,
      access: member,
      params,
      response: matchingRulesSchema,
      handle: ({ workspace }) =>
        workspace.transaction(
          async (trx) => ({
            rules: [...(await listRules(trx))],
            fields: await knownFields(trx),
          }),
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/identity/matching/dry-run",
      summary: "What a matching rule would do, without doing it",
      tags,
      access: admin,
      params,
      body: matchingRuleBodySchema,
      rateLimit,
      response: dryRunSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction((trx) => dryRun(trx, body), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/identity/matching",
      summary: "Put a matching rule into force",
      tags,
      access: admin,
      params,
      body: matchingRuleBodySchema,
      status: 201,
      rateLimit,
      response: matchingSavedSchema,
      handle: ({ workspace, body, actor }) =>
        workspace.transaction(async (trx) => {
          const id = await saveRule(trx, body, actor, clock());
          await requestMatching(trx, jobs);
          return { id };
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/identity/matching/:id",
      summary: "Take a matching rule out of force, with what it joined",
      tags,
      access: admin,
      params: withId,
      response: "empty",
      handle: ({ workspace, params: { id }, actor }) =>
        workspace.transaction((trx) => removeRule(trx, id, actor, clock())),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/identity/reviews",
      summary: "Pairs that wait for a person",
      tags,
      access: member,
      params,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: reviewsSchema,
      handle: ({ workspace, query }) =>
        workspace.transaction((trx) => openReviews(trx, query.limit), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/identity/reviews/:id",
      summary: "Answer a pair: one person, or two",
      tags,
      access: member,
      params: withId,
      body: reviewVerdictSchema,
      response: decisionTakenSchema,
      handle: ({ workspace, params: { id }, body, actor }) =>
        workspace.transaction(async (trx) => {
          const { ids, isRebuilding } = await answerReview(trx, id, body.verdict, actor, clock());
          return { ids: [...ids], isRebuilding };
        }),
    }),
  ];
}
