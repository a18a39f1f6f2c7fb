import { z } from "zod";
import { plainJsonObject, plainText } from "./plain-text.ts";
import { schemaMessage } from "./schema-messages.ts";

/** Outside signals: what is published about companies elsewhere. */
export const signalKindSchema = z.enum([
  "tender",
  "equity-change",
  "logistics-status",
  "job-posting",
  /** Who holds how much of a company; company groups rest on it. */
  "ownership",
]);
export type SignalKind = z.infer<typeof signalKindSchema>;

/** How a publication names the company it speaks of; at least one of the two. */
export const companyKeySchema = z
  .object({
    name: plainText(300).trim().min(1).nullable().default(null),
    /** Unified social credit code, or the registry number of another country. */
    creditCode: plainText(40).trim().min(1).nullable().default(null),
  })
  .refine((company) => company.name !== null || company.creditCode !== null, {
    message: schemaMessage("company"),
  });

/**
 * One publication. `key` is its own name where it was published, unique within its kind: the same key again is a new
 * version, or nothing at all when nothing changed.
 */
export const newSignalSchema = z.object({
  kind: signalKindSchema,
  key: plainText(200).trim().min(1),
  company: companyKeySchema,
  occurredAt: z.iso.datetime(),
  /** When it could be known; the moment of reception unless given, never later. */
  knownAt: z.iso.datetime().optional(),
  payload: plainJsonObject(),
});
export type NewSignal = z.input<typeof newSignalSchema>;

/** POST /api/w/:workspace/signals */
export const newSignalsSchema = z.object({ signals: z.array(newSignalSchema).min(1).max(1000) });
export const recordedSignalsSchema = z.object({ recorded: z.int(), unchanged: z.int() });
export type RecordedSignals = z.infer<typeof recordedSignalsSchema>;

/** GET /api/w/:workspace/signals?kind&account&asOf&after&limit: the version known at `asOf`, newest first. */
export const signalSchema = z
  .object({
    id: z.string(),
    kind: signalKindSchema,
    key: z.string(),
    version: z.int(),
    company: z.object({ name: z.string().nullable(), creditCode: z.string().nullable() }),
    occurredAt: z.iso.datetime(),
    knownAt: z.iso.datetime(),
    payload: z.record(z.string(), z.json()),
  })
  .meta({ id: "Signal" });
export type Signal = z.infer<typeof signalSchema>;
export const signalQuerySchema = z.object({
  kind: signalKindSchema.optional(),
  /** Account whose credit code (or, where a signal has none, whose name) the signal carries. */
  account: z.uuid().optional(),
  asOf: z.iso.datetime().optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const signalPageSchema = z.object({
  signals: z.array(signalSchema),
  nextCursor: z.string().nullable(),
});
export type SignalPage = z.infer<typeof signalPageSchema>;
