import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { plainText } from "./plain-text.ts";
import { tierSchema } from "./touchpoints.ts";

/** What a page is known by: what it is about, or its path as a whole, from its start, or anywhere. */
export const pageMatchSchema = z.enum(["topic", "path-is", "path-begins", "path-contains"]);
export type PageMatch = z.infer<typeof pageMatchSchema>;

export const pageTierRuleSchema = z.object({
  matches: pageMatchSchema,
  /** The name of a topic, or a part of a path; case does not matter. */
  value: plainText(200).trim().min(1),
  tier: tierSchema,
});
export type PageTierRule = z.infer<typeof pageTierRuleSchema>;

/** PUT /api/w/:workspace/tracking-plan/pages: the first rule that fits a page gives its tier. */
export const pageTierRulesSchema = z.object({ rules: z.array(pageTierRuleSchema).max(100) });
export type PageTierRules = z.infer<typeof pageTierRulesSchema>;

/** The rules (those in force, or a draft), and what they say of the pages that were seen of late. */
export const pageTiersSchema = z.object({
  rules: z.array(
    pageTierRuleSchema.extend({
      /** Visits for which this rule is the one that holds. */
      visits: z.int(),
    }),
  ),
  topics: z.array(z.object({ name: z.string(), label: labelSchema })),
  /** How far back pages were looked at. */
  days: z.int(),
  /** Visits, and those of them whose tier the draft changes. */
  visits: z.int(),
  moved: z.int(),
  /** Those with another tier first, then those with most visits; at most 100. */
  pages: z.array(
    z.object({
      path: z.string(),
      topic: z.string(),
      visits: z.int(),
      /** The tier in force. */
      tier: tierSchema,
      /** The tier by the rules given here, and the number of the one that holds, from 0; null for none. */
      next: tierSchema,
      rule: z.int().nullable(),
    }),
  ),
});
export type PageTiers = z.infer<typeof pageTiersSchema>;
