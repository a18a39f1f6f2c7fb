import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { plainText } from "./plain-text.ts";

export const touchpointKindSchema = z.enum([
  "web",
  "wechat",
  "call",
  "email",
  "exhibition",
  "iot",
  "order",
  "ad",
  "service",
  "message",
  "other",
]);
export type TouchpointKind = z.infer<typeof touchpointKindSchema>;

export const tierSchema = z.enum(["L1", "L2", "L3"]);
export type Tier = z.infer<typeof tierSchema>;

/** POST /api/w/:workspace/sources → the write key is shown once. */
export const newSourceSchema = z.object({
  name: z.string().trim().min(1).max(100),
  kind: touchpointKindSchema.default("web"),
  /** For imports of the past: each event states when it became known (`receivedAt`, else its timestamp). */
  history: z.boolean().default(false),
  /** False for one that only takes what is handed in, as of a mailbox that is gone: it never connects to the other side. */
  connects: z.boolean().default(true),
  /** Name of a connector; the Segment calls unless given. */
  connector: z.string().max(60).optional(),
  /** Values of the connector's form. */
  settings: z.record(z.string().max(60), plainText(20_000)).default({}),
});
/** PATCH /api/w/:workspace/sources/:id: pause, resume, rename. DELETE revokes the key. */
export const sourceChangeSchema = z.object({
  enabled: z.boolean().optional(),
  name: z.string().trim().min(1).max(100).optional(),
});
export type NewSource = z.input<typeof newSourceSchema>;
export const sourceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: touchpointKindSchema,
    keyStart: z.string(),
    enabled: z.boolean(),
    /** Whether it goes to its other side by itself, where its kind does that. */
    connects: z.boolean(),
    /** When the other side was last reached, or itself last checked the address; null where neither was. */
    connectedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    lastEventAt: z.iso.datetime().nullable(),
    events24h: z.int(),
    rejected24h: z.int(),
    connector: z.string(),
    /** Accepted events of each of the last 24 hours, oldest first. */
    hourly: z.array(z.int()),
    /** Requests that arrived and are not read yet, and such that could not be read. */
    waiting: z.int(),
    deadLetters: z.int(),
    /** What last went wrong at the door or on fetching; null when nothing did since the last success. */
    lastError: labelSchema.nullable(),
    lastErrorAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Source" });
export type Source = z.infer<typeof sourceSchema>;
export const createdSourceSchema = sourceSchema.extend({ writeKey: z.string() });
export type CreatedSource = z.infer<typeof createdSourceSchema>;

/** GET …/sources/:id/events: the latest raw events, and what was rejected and why. */
export const rawEventSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string().nullable(),
  userId: z.string().nullable(),
  anonymousId: z.string().nullable(),
  occurredAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  sourceId: z.string(),
  profileId: z.string().nullable(),
  payload: z.json(),
});
export type RawEvent = z.infer<typeof rawEventSchema>;
export const rejectedEventSchema = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  reason: labelSchema,
  payload: z.json(),
});
export const sourceEventsSchema = z.object({
  events: z.array(rawEventSchema),
  rejected: z.array(rejectedEventSchema),
});
export type SourceEvents = z.infer<typeof sourceEventsSchema>;

/** One mark on the time line of a customer. */
export const touchpointSchema = z
  .object({
    eventId: z.string(),
    profileId: z.string(),
    personName: z.string().nullable(),
    kind: touchpointKindSchema,
    tier: tierSchema,
    /** Machine name of what happened, as `page` + path or the track event's name. */
    name: z.string(),
    /** In words of the reader's language. */
    title: z.string(),
    detail: z.string().nullable(),
    occurredAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
    durationMs: z.number().nullable(),
    sourceId: z.string(),
    /** How many events it stands for: more than one only where a time line was asked for in bins. */
    count: z.int(),
  })
  .meta({ id: "Touchpoint" });
export type Touchpoint = z.infer<typeof touchpointSchema>;

/**
 * Since when touchpoints have been computed again from the log: until that is done, what is shown of them is not all.
 * Null when they are whole.
 */
export const rebuildingSinceSchema = z.iso.datetime().nullable();

/** GET /api/w/:workspace/twin/:object/:id/timeline?from&to&before&limit&locale */
export const timelineSchema = z.object({
  rebuildingSince: rebuildingSinceSchema,
  touchpoints: z.array(touchpointSchema),
  nextBefore: z.string().nullable(),
});
export type Timeline = z.infer<typeof timelineSchema>;

/** GET /api/w/:workspace/twin/:object/:id?locale: the twin at a glance. */
export const twinSchema = z
  .object({
    rebuildingSince: rebuildingSinceSchema,
    profileIds: z.array(z.string()),
    people: z.array(
      z.object({
        profileId: z.string(),
        name: z.string(),
        title: z.string().nullable(),
        contactId: z.string().nullable(),
        leadId: z.string().nullable(),
        /** What they were last seen under, a browser only where there is nothing else: tells people of one name apart. */
        telling: z.object({ kind: z.string(), value: z.string() }).nullable(),
        lastSeenAt: z.iso.datetime().nullable(),
        events: z.int(),
      }),
    ),
    identifiers: z.array(
      z.object({
        kind: z.string(),
        value: z.string(),
        profileId: z.string(),
        lastSeenAt: z.iso.datetime(),
      }),
    ),
    firstSeenAt: z.iso.datetime().nullable(),
    lastSeenAt: z.iso.datetime().nullable(),
    totals: z.array(z.object({ kind: touchpointKindSchema, count: z.int() })),
    /** Events a week over the last 12 months, oldest first. */
    density: z.array(z.object({ week: z.iso.date(), count: z.int() })),
    keyMoments: z.array(
      z.object({
        eventId: z.string(),
        title: z.string(),
        kind: touchpointKindSchema,
        occurredAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "Twin" });
export type Twin = z.infer<typeof twinSchema>;
