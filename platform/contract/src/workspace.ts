import { z } from "zod";

/** GET /api/w/:workspace/demo: how far the demo company has streamed in; DELETE removes it. */
export const demoProgressSchema = z.object({
  state: z.enum(["none", "running", "done", "failed", "cancelled"]),
  phase: z.enum(["records", "events", "projections", "training", "done"]),
  recordsDone: z.int(),
  recordsTotal: z.int(),
  eventsDone: z.int(),
  eventsTotal: z.int(),
  secondsLeft: z.number().nullable(),
  /** Why it ended, or why an attempt did. */
  message: z.object({ zh: z.string(), en: z.string() }).nullable(),
});
export type DemoProgress = z.infer<typeof demoProgressSchema>;

/** GET /api/w/:workspace/status: how fresh everything is. */
export const statusSchema = z.object({
  projections: z.array(
    z.object({
      name: z.string(),
      /** Events still to be seen; counting stops at 10,001. */
      behind: z.int(),
      /** Age of the oldest of them. */
      lagSeconds: z.number(),
      /** Since when it is computed again; what it shows meanwhile is not all. */
      rebuildingSince: z.iso.datetime().nullable(),
      isFailing: z.boolean(),
    }),
  ),
  ingestion: z.object({
    /** Events in memory on their way to the log. */
    waiting: z.int(),
    storedLastMinute: z.int(),
    /** The last 24 hours, oldest first, none left out. */
    hours: z.array(
      z.object({
        hour: z.iso.datetime(),
        accepted: z.int(),
        duplicates: z.int(),
        rejected: z.int(),
      }),
    ),
  }),
  events: z.int(),
  dataAsOf: z.iso.datetime().nullable(),
  agentsRunning: z.int(),
  /** Of the whole installation; null where no backup was ever tried. */
  backup: z
    .object({
      /** The newest one that there is. */
      takenAt: z.iso.datetime().nullable(),
      bytes: z.int().nullable(),
      /** How often one was promised. */
      everySeconds: z.int().nullable(),
      /** The newest one is older than that. */
      isOverdue: z.boolean(),
      /** The latest try that made none. */
      failedAt: z.iso.datetime().nullable(),
      /** Where the newest one is, and why the latest try failed; for administrators. */
      file: z.string().nullable(),
      failure: z.object({ zh: z.string(), en: z.string() }).nullable(),
    })
    .nullable(),
});
export type WorkspaceStatus = z.infer<typeof statusSchema>;

/** GET /api/w/:workspace/live (server-sent events): what changed, so that a page asks again. */
export const liveMessageSchema = z.object({
  topic: z.enum(["records", "touchpoints", "scores", "agents", "imports", "demo"]),
  object: z.string().optional(),
  ids: z.array(z.string()).max(50).optional(),
});
export type LiveMessage = z.infer<typeof liveMessageSchema>;

/** Settings of outgoing mail: PUT /api/w/:workspace/channels/smtp; the password is never returned. */
export const smtpSettingsSchema = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535),
  secure: z.boolean(),
  user: z.string().max(320).nullable(),
  from: z.email().max(320),
  /** Whether the server may lie in our own network. */
  network: z.enum(["public", "internal"]).default("public"),
});
export type SmtpSettings = z.infer<typeof smtpSettingsSchema>;
export const smtpSettingsInputSchema = smtpSettingsSchema.extend({
  password: z.string().max(500).nullable(),
});
export const smtpStateSchema = z.object({ settings: smtpSettingsSchema.nullable() });
