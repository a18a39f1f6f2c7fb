import { z } from "zod";

/** GET /api/w/:workspace/renewals: active contracts that end within a year, the dearest risks first. */
export const renewalSchema = z.object({
  contractId: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  account: z.string().nullable(),
  amount: z.number().nullable(),
  endsOn: z.string(),
  daysLeft: z.int(),
  /** Chance that it is not renewed, with its 90 % interval; null without a score. */
  risk: z
    .object({ probability: z.number(), low: z.number(), high: z.number(), asOf: z.iso.datetime() })
    .nullable(),
});
export type Renewal = z.infer<typeof renewalSchema>;

export const renewalsSchema = z
  .object({
    /** By lead time: contracts that end within `withinDays` and later than the bucket before. */
    buckets: z.array(
      z.object({
        withinDays: z.int(),
        contracts: z.int(),
        amount: z.number(),
        /** Σ amount × risk over the contracts with a score. */
        atRisk: z.number(),
        unscored: z.int(),
      }),
    ),
    renewals: z.array(renewalSchema),
  })
  .meta({ id: "Renewals" });
export type Renewals = z.infer<typeof renewalsSchema>;
