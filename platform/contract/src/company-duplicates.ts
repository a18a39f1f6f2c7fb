import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { apiNameSchema } from "./schema-name.ts";

/** `open`: proposed. `apart`: somebody said that they are two companies. */
export const duplicateStateSchema = z.enum(["open", "apart"]);
export type DuplicateState = z.infer<typeof duplicateStateSchema>;

/** POST /api/w/:workspace/company-duplicates/:id */
export const duplicateVerdictSchema = z.object({ verdict: duplicateStateSchema });

const sideSchema = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.iso.datetime(),
});

export const companyDuplicateSchema = z
  .object({
    id: z.string(),
    /** By what the reader may see, as if there were nothing else. */
    probability: z.number(),
    priorBits: z.number(),
    /** What the evidence was weighed against. */
    against: z.enum(["strangers", "relatives"]),
    /** The company that was there first. */
    left: sideSchema,
    right: sideSchema,
    /** Strongest first; with the prior the bits add up to the odds of the probability. */
    evidence: z.array(
      z.object({
        field: apiNameSchema,
        bits: z.number(),
        text: labelSchema,
        values: z.tuple([z.string(), z.string()]),
      }),
    ),
  })
  .meta({ id: "CompanyDuplicate" });
export type CompanyDuplicate = z.infer<typeof companyDuplicateSchema>;

/** GET /api/w/:workspace/company-duplicates */
export const companyDuplicatesSchema = z.object({
  /** Companies are being compared, or will be soon. */
  isLooking: z.boolean(),
  /** The last time all companies were compared; null before the first. */
  look: z
    .object({
      at: z.iso.datetime(),
      records: z.int(),
      /** Of so many nothing could be compared: none of the fields says anything. */
      bare: z.int(),
      /** Of so many one field alone could. */
      alone: z.int(),
      /** Pairs that were found, and how many of them are kept: the surest. */
      found: z.int(),
      kept: z.int(),
      /** What was compared, without what is kept from the reader: `unseen` columns. */
      fields: z.array(apiNameSchema),
      unseen: z.int(),
    })
    .nullable(),
  /** How many pairs there are of those asked for. */
  count: z.int(),
  pairs: z.array(companyDuplicateSchema),
});
export type CompanyDuplicates = z.infer<typeof companyDuplicatesSchema>;
