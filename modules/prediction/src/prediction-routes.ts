import { AppError } from "@causeway/kernel";
import {
  type LeadGradeState,
  leadGradeStateSchema,
  scoreSchema,
  scoresSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { readScores } from "./scoring/read-scores.ts";
import type { PredictionTables } from "./tables.ts";
import { leadGrade } from "./training/train-lead-grade.ts";
import { requestTraining } from "./work-predictions.ts";

const tags = ["predictions"] as const;
const access = { kind: "workspace", role: "member" } as const;
const workspaceParam = z.object({ workspace: z.uuid() });
const objectParams = workspaceParam.extend({ object: z.string().regex(/^[a-z][a-z0-9_]{0,47}$/) });
const idsSchema = z
  .string()
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(z.uuid()).max(500));

export interface PredictionDependencies {
  readonly jobs: Pick<Jobs, "send">;
}

/** Grades with reasons, and the model behind them. */
export function predictionRoutes({ jobs }: PredictionDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/scores/:object",
      summary: "Read the scores of some records",
      tags,
      access,
      params: objectParams,
      query: z.object({ ids: idsSchema }),
      response: scoresSchema,
      handle: async ({ workspace, params, query }) => ({
        scores: [
          ...(await workspace.transaction(
            (trx) => readScores(trx, { object: params.object, ids: query.ids }),
            { readOnly: true },
          )),
        ],
      }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/scores/:object/:id",
      summary: "Read the score of one record with its reasons",
      tags,
      access,
      params: objectParams.extend({ id: z.uuid() }),
      response: scoreSchema,
      handle: async ({ workspace, params: { object, id } }) => {
        const [score] = await workspace.transaction(
          (trx) => readScores(trx, { object, ids: [id] }),
          { readOnly: true },
        );
        if (score === undefined) throw new AppError("not-found", "This record has no score.");
        return score;
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/models/lead-grade",
      summary: "Read the model card of the lead grade and the state of its training",
      tags,
      access,
      params: workspaceParam,
      response: leadGradeStateSchema,
      handle: ({ workspace }) => workspace.transaction(leadGradeState, { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/models/lead-grade/train",
      summary: "Train the lead grade anew",
      tags,
      access: { kind: "workspace", role: "admin" },
      params: workspaceParam,
      status: 202,
      response: leadGradeStateSchema,
      rateLimit: { max: 10, windowSeconds: 60 },
      handle: ({ workspace }) =>
        workspace.transaction(async (trx) => {
          await requestTraining(trx, jobs);
          return leadGradeState(trx);
        }),
    }),
  ];
}

async function leadGradeState(trx: WorkspaceTransaction): Promise<LeadGradeState> {
  const tables = trx.$extendTables<PredictionTables>();
  const training = await tables
    .selectFrom("trainings")
    .select(["started_at", "progress"])
    .where("prediction", "=", leadGrade)
    .executeTakeFirst();
  const model = await tables
    .selectFrom("models")
    .select("card")
    .where("prediction", "=", leadGrade)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    training: training
      ? { startedAt: training.started_at.toISOString(), progress: training.progress }
      : null,
    current: model?.card ?? null,
  };
}
