import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { plainText } from "./plain-text.ts";
import { apiNameSchema } from "./schema-model.ts";

/** What an erasure rests on: PIPL Art. 47, GDPR Art. 17. */
export const erasureBases = [
  "request",
  "consent-withdrawn",
  "purpose-ended",
  "unlawful",
  "restored-backup",
] as const;

/** POST /api/w/:workspace/privacy/erasures */
export const newErasureSchema = z.object({
  object: z.enum(["profile", "contact", "lead"]),
  id: z.uuid(),
  basis: z.enum(erasureBases).exclude(["restored-backup"]).default("request"),
});

/** What an erasure does one after the other. */
export const erasureStages = [
  "arrivals",
  "events",
  "rows",
  "mentions",
  "neighbours",
  "jobs",
  "check",
] as const;

/** How far an erasure is; it is kept with the data, so that it is the same after a restart. */
const erasureProgressSchema = z.object({
  stage: z.enum(erasureStages).nullable(),
  /** Erasures that were asked for before and are not done yet. */
  ahead: z.int(),
  /** Pages of 8 kB: each is searched, and searched once more at the end. */
  pages: z.object({ done: z.int(), total: z.int() }),
  stores: z.array(
    z.object({
      store: z.string(),
      label: labelSchema,
      state: z.enum(["waiting", "searching", "searched", "checking", "checked"]),
      deleted: z.int(),
      changed: z.int(),
    }),
  ),
});
export type ErasureProgress = z.infer<typeof erasureProgressSchema>;

/** An erasure, and once it is done its certificate: nothing in it tells whom it was about. */
export const erasureSchema = z
  .object({
    id: z.uuid(),
    basis: z.enum(erasureBases),
    state: z.enum(["waiting", "running", "done", "failed"]),
    /** Null once it is done. */
    progress: erasureProgressSchema.nullable(),
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    /** By table: rows deleted, and rows of others from which the person was taken out. */
    counts: z.record(z.string(), z.object({ deleted: z.int(), changed: z.int() })),
    /** Rows that the look at the end still had to mend; null before it. */
    found: z.int().nullable(),
    /** Keyed hashes by which the person is known again, in force. */
    tombstones: z.int(),
    error: z.string().nullable(),
  })
  .meta({ id: "Erasure" });
export type Erasure = z.infer<typeof erasureSchema>;

/** GET /api/w/:workspace/privacy/erasures */
export const erasuresSchema = z
  .object({
    erasures: z.array(erasureSchema),
    /** Since the first erasure: events of erased people that were dropped, and of others that were stripped. */
    arrivals: z.object({ dropped: z.int(), stripped: z.int() }),
  })
  .meta({ id: "Erasures" });
export type Erasures = z.infer<typeof erasuresSchema>;

/** GET /api/w/:workspace/privacy/people/:object/:id: what would be erased or exported. */
export const personDataSchema = z
  .object({
    name: z.string().nullable(),
    records: z.array(z.object({ object: apiNameSchema, id: z.uuid(), title: z.string() })),
    identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
    events: z.int(),
    /** Rows that are the person's own, by table; counted to 10,000. */
    tables: z.array(z.object({ table: z.string(), rows: z.int() })),
  })
  .meta({ id: "PersonData" });
export type PersonData = z.infer<typeof personDataSchema>;

/** POST /api/w/:workspace/privacy/lookups: was somebody with this address, number or id erased? */
export const erasureLookupSchema = z.object({ value: z.string().trim().min(1).max(500) });
export const erasureLookupResultSchema = z.object({ erasureId: z.uuid().nullable() });

export const consentPurposeSchema = z.enum([
  "service",
  "marketing",
  "analytics",
  "automated-decisions",
  "sharing",
  "cross-border",
  "sensitive",
]);
export type ConsentPurpose = z.infer<typeof consentPurposeSchema>;
const decisionSchema = z.enum(["granted", "refused"]);

/** POST /api/w/:workspace/privacy/people/:object/:id/consents */
export const newConsentSchema = z.object({
  purpose: consentPurposeSchema,
  decision: decisionSchema,
  /** Where it was said. */
  source: z.enum(["page", "api", "mail", "phone", "paper"]).default("api"),
  /** Version of the text that was shown. */
  textVersion: plainText(100).optional(),
  /** How it can be shown. */
  proof: plainText(500).optional(),
  givenAt: z.iso.datetime({ offset: true }).optional(),
});

/** What holds for each purpose, and everything that was said. */
export const personConsentsSchema = z
  .object({
    purposes: z.array(
      z.object({
        purpose: consentPurposeSchema,
        /** The law asks for a consent of its own. */
        isSeparate: z.boolean(),
        needsConsent: z.boolean(),
        allowed: z.boolean(),
        reason: z.enum(["refused", "not-given"]).nullable(),
        since: z.iso.datetime().nullable(),
      }),
    ),
    statements: z.array(
      z.object({
        identifier: z.object({ kind: z.string(), value: z.string() }),
        purpose: consentPurposeSchema,
        decision: decisionSchema,
        source: z.string(),
        textVersion: z.string().nullable(),
        proof: z.string().nullable(),
        givenAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "PersonConsents" });
export type PersonConsents = z.infer<typeof personConsentsSchema>;

/** PUT /api/w/:workspace/privacy/consent-rules */
export const consentRuleSchema = z.object({
  purpose: consentPurposeSchema,
  needsConsent: z.boolean(),
});
export const consentRulesSchema = z
  .object({ rules: z.array(consentRuleSchema.extend({ isSeparate: z.boolean() })) })
  .meta({ id: "ConsentRules" });
export type ConsentRules = z.infer<typeof consentRulesSchema>;
