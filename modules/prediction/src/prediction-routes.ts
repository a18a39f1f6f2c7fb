import { AppError, type Clock } from "@causeway/kernel";
import {
  definitionPreviewSchema,
  modelCardSchema,
  predictionDefinitionSchema,
  predictionNameSchema,
  predictionStateSchema,
  predictionsSchema,
  promoteSchema,
  scoreDetailSchema,
  scoresSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import {
  changePrediction,
  createPrediction,
  readPrediction,
  removePrediction,
} from "./definitions/definition-store.ts";
import { previewDefinition } from "./definitions/preview-definition.ts";
import { requestScoring, requestTraining } from "./request-training.ts";
import { readScoreDetail, readScores } from "./scoring/read-scores.ts";
import { requireJudged } from "./scoring/require-judged.ts";
import { seenScores } from "./scoring/seen-scores.ts";
import { listStates, predictionState, readCard } from "./training/prediction-state.ts";
import { promoteVersion, rollBack } from "./training/promote-model.ts";
import { cancelTraining } from "./training/run-training.ts";

const tags = ["predictions"] as const;
const member = { kind: "workspace", role: "member" } as const;
const admin = { kind: "workspace", role: "admin" } as const;
const workspaceParam = z.object({ workspace: z.uuid() });
const objectParams = workspaceParam.extend({ object: z.string().regex(/^[a-z][a-z0-9_]{0,47}$/) });
const nameParams = workspaceParam.extend({ name: predictionNameSchema });
const idsSchema = z
  .string()
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(z.uuid()).max(500));
const topSchema = z.coerce.number().int().min(1).max(50);
const ofPrediction = z.object({ prediction: predictionNameSchema.optional() });
const path = "/api/w/:workspace/predictions";

export interface PredictionDependencies {
  readonly jobs: Pick<Jobs, "send">;
  readonly clock: Clock;
}

/** Predictions, their versions, and what they say of records. */
export function predictionRoutes(dependencies: PredictionDependencies): readonly Route[] {
  return [...scoreRoutes(), ...definitionRoutes(dependencies), ...versionRoutes(dependencies)];
}

function scoreRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/scores/:object",
      summary:
        "Read what a prediction says of some records (ids), or of those it puts highest (top)",
      tags,
      access: member,
      params: objectParams,
      query: ofPrediction.extend({ ids: idsSchema.optional(), top: topSchema.optional() }),
      response: scoresSchema,
      handle: async ({ workspace, params: { object }, query, member: { role } }) => ({
        scores: await workspace.transaction(
          async (trx) => seenScores(trx, await readScores(trx, { object, ...query }), role),
          { readOnly: true },
        ),
      }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/scores/:object/:id",
      summary: "Read what a prediction says of one record, with its reasons and similar past cases",
      tags,
      access: member,
      params: objectParams.extend({ id: z.uuid() }),
      query: ofPrediction,
      response: scoreDetailSchema,
      handle: async ({ workspace, params: { object, id }, query, member: { role } }) => {
        const score = await workspace.transaction(
          async (trx) => {
            const found = await readScoreDetail(trx, { object, id, ...query });
            if (found === undefined) await requireJudged(trx, { object, id });
            return found && (await seenScores(trx, [found], role))[0];
          },
          { readOnly: true },
        );
        if (score === undefined)
          throw new AppError("not-found", {
            zh: "这条记录还没有分数",
            en: "This record has no score.",
          });
        return score;
      },
    }),
  ];
}

function definitionRoutes({ clock }: PredictionDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "List the predictions with the versions in force",
      tags,
      access: member,
      params: workspaceParam,
      response: predictionsSchema,
      handle: async ({ workspace }) => ({
        predictions: [...(await workspace.transaction(listStates, { readOnly: true }))],
      }),
    }),
    defineRoute({
      method: "POST",
      path,
      summary: "Define a prediction",
      tags,
      access: admin,
      params: workspaceParam,
      body: predictionDefinitionSchema,
      status: 201,
      response: predictionStateSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction(async (trx) => {
          await createPrediction(trx, body, clock());
          return predictionState(trx, body.name);
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/preview`,
      summary: "Say what a definition would learn from, on the records of today",
      tags,
      access: member,
      params: workspaceParam,
      body: predictionDefinitionSchema,
      response: definitionPreviewSchema,
      rateLimit: { max: 60, windowSeconds: 60 },
      handle: ({ workspace, body }) =>
        workspace.transaction((trx) => previewDefinition(trx, body, clock()), { readOnly: true }),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/:name`,
      summary: "Read a prediction: definition, versions, what was put in force, training under way",
      tags,
      access: member,
      params: nameParams,
      response: predictionStateSchema,
      handle: ({ workspace, params: { name } }) =>
        workspace.transaction((trx) => predictionState(trx, name), { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path: `${path}/:name`,
      summary: "Change a definition; the version in force stays until another one takes its place",
      tags,
      access: admin,
      params: nameParams,
      body: predictionDefinitionSchema,
      response: predictionStateSchema,
      handle: ({ workspace, params: { name }, body }) =>
        workspace.transaction(async (trx) => {
          await changePrediction(trx, name, body, clock());
          return predictionState(trx, name);
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: `${path}/:name`,
      summary: "Remove one's own prediction with its versions and scores",
      tags,
      access: admin,
      params: nameParams,
      response: "empty",
      handle: ({ workspace, params: { name } }) =>
        workspace.transaction((trx) => removePrediction(trx, name)),
    }),
  ];
}

function versionRoutes({ jobs }: PredictionDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: `${path}/:name/versions/:version`,
      summary: "Read the card of a version",
      tags,
      access: member,
      params: nameParams.extend({ version: z.coerce.number().int().min(1) }),
      response: modelCardSchema,
      handle: ({ workspace, params: { name, version } }) =>
        workspace.transaction((trx) => readCard(trx, name, version), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:name/train`,
      summary: "Train a new version",
      tags,
      access: admin,
      params: nameParams,
      status: 202,
      response: predictionStateSchema,
      rateLimit: { max: 10, windowSeconds: 60 },
      handle: ({ workspace, params: { name } }) =>
        workspace.transaction(async (trx) => {
          await readPrediction(trx, name);
          await requestTraining(trx, jobs, name);
          return predictionState(trx, name);
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: `${path}/:name/training`,
      summary: "Cancel the training under way",
      tags,
      access: admin,
      params: nameParams,
      response: "empty",
      handle: async ({ workspace, params: { name } }) => {
        if (!(await workspace.transaction((trx) => cancelTraining(trx, name)))) {
          throw new AppError("not-found", {
            zh: "没有正在进行的训练",
            en: "No training is under way.",
          });
        }
      },
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:name/promote`,
      summary: "Put a version in force",
      tags,
      access: admin,
      params: nameParams,
      body: promoteSchema,
      response: predictionStateSchema,
      handle: ({ workspace, params: { name }, body: { version }, user }) =>
        workspace.transaction(async (trx) => {
          await promoteVersion(trx, name, version, { kind: "user", id: user.id });
          await requestScoring(trx, jobs);
          return predictionState(trx, name);
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:name/rollback`,
      summary: "Take the version in force back for the one before it",
      tags,
      access: admin,
      params: nameParams,
      response: predictionStateSchema,
      handle: ({ workspace, params: { name }, user }) =>
        workspace.transaction(async (trx) => {
          await rollBack(trx, name, { kind: "user", id: user.id });
          await requestScoring(trx, jobs);
          return predictionState(trx, name);
        }),
    }),
  ];
}
