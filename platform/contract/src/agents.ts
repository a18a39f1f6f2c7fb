import { z } from "zod";
import { labelSchema, sentencesSchema } from "./locale.ts";
import { consentPurposeSchema } from "./privacy.ts";

/** What a sentence rests on: a click opens it. */
export const sourceReferenceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("event"), id: z.string(), label: labelSchema, at: z.iso.datetime() }),
  z.object({
    kind: z.literal("record"),
    object: z.string(),
    id: z.string(),
    label: labelSchema,
    at: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal("score"),
    object: z.string(),
    id: z.string(),
    label: labelSchema,
    at: z.iso.datetime(),
  }),
  z.object({ kind: z.literal("signal"), id: z.string(), label: labelSchema, at: z.iso.datetime() }),
]);
export type SourceReference = z.infer<typeof sourceReferenceSchema>;

export const claimSchema = z.object({
  text: sentencesSchema,
  sources: z.array(sourceReferenceSchema).min(1),
});
export type Claim = z.infer<typeof claimSchema>;

/** GET /api/w/:workspace/agents, PATCH …/agents/:name {enabled} */
export const agentSchema = z
  .object({
    name: z.string(),
    label: labelSchema,
    description: sentencesSchema,
    enabled: z.boolean(),
    /** The trigger as a sentence of `engines/conditions`. */
    trigger: sentencesSchema,
    runs7d: z.int(),
    lastRunAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Agent" });
export type Agent = z.infer<typeof agentSchema>;

/** What an agent is to learn from a veto about whom the run was: nothing, to leave them alone for ninety days, or for good. */
export const vetoLessons = ["once", "not-now", "never"] as const;
const vetoLessonSchema = z.enum(vetoLessons);
export type VetoLesson = z.infer<typeof vetoLessonSchema>;

/** GET /api/w/:workspace/agent-runs?agent&state&before&limit, GET …/agent-runs/:id */
export const agentRunSchema = z
  .object({
    id: z.string(),
    agent: z.string(),
    /** A run that has made its task waits until a person has decided about it. */
    state: z.enum(["running", "done", "vetoed", "failed", "waiting"]),
    subject: z.object({ object: z.string(), id: z.string(), title: z.string() }),
    headline: sentencesSchema,
    claims: z.array(claimSchema),
    draft: sentencesSchema.nullable(),
    /** To whom the draft can be sent on approval; where it cannot, why. */
    sendTo: z.object({ address: z.string().nullable(), missing: sentencesSchema.nullable() }),
    taskId: z.string().nullable(),
    outgoing: z.array(
      z.object({
        id: z.string(),
        channel: z.string(),
        recipient: z.string(),
        state: z.enum(["pending", "sending", "sent", "failed", "uncertain", "cancelled"]),
        at: z.iso.datetime(),
        detail: sentencesSchema.nullable(),
      }),
    ),
    steps: z.array(
      z.object({
        name: z.string(),
        state: z.enum(["done", "failed", "running"]),
        at: z.iso.datetime(),
        detail: z.string().nullable(),
      }),
    ),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    vetoReason: z.string().nullable(),
    lesson: vetoLessonSchema.nullable(),
    /** Why a failed run was given up. */
    failure: sentencesSchema.nullable(),
  })
  .meta({ id: "AgentRun" });
export type AgentRun = z.infer<typeof agentRunSchema>;
export const agentRunPageSchema = z.object({
  runs: z.array(agentRunSchema),
  nextBefore: z.string().nullable(),
});

/** GET /api/w/:workspace/withheld-runs: runs that did not begin, because the person did not agree. */
export const withheldRunsSchema = z.object({
  runs: z.array(
    z.object({
      agent: z.string(),
      subject: z.object({ object: z.string(), id: z.string(), title: z.string() }),
      /** What would have been done. */
      headline: sentencesSchema,
      purpose: consentPurposeSchema,
      reason: z.enum(["refused", "not-given"]),
      at: z.iso.datetime(),
    }),
  ),
});
export type WithheldRun = z.infer<typeof withheldRunsSchema>["runs"][number];

/** POST …/agent-runs/:id/approve {mail?}: the task is done, and the mail to the customer leaves as it is worded here. */
export const approvalSchema = z.object({
  mail: z
    .object({
      subject: z.string().trim().min(1).max(200),
      text: z.string().trim().min(1).max(20_000),
    })
    .optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** PUT …/agent-runs/:id/lesson {lesson}: what the agent is to learn from a veto, said anew. */
export const lessonSchema = z.object({ lesson: vetoLessonSchema });

/** POST …/agent-runs/:id/veto {reason, lesson}; POST …/agent-runs/:id/resume; POST …/outgoing/:id/decide {decision}: a person settles an attempt whose end is unknown. */
export const vetoSchema = z.object({
  reason: z.string().trim().max(2000),
  lesson: vetoLessonSchema.default("once"),
});
export const outgoingDecisionSchema = z.object({
  decision: z.enum(["was-sent", "send-again", "cancel"]),
});
