import { z } from "zod";
import { companyKeySchema, signalSchema } from "./signals.ts";

const holderSchema = companyKeySchema.and(z.object({ isPerson: z.boolean().default(false) }));

/** What a register says: a holder has so many percent of a company, or the company is its branch. */
export const newHoldingSchema = z.object({
  holder: holderSchema,
  company: companyKeySchema,
  relation: z.enum(["shares", "branch"]).default("shares"),
  /** Percent; 0 where the holder has sold everything. A branch has no shares. */
  share: z.number().min(0).max(100),
  /** Since when; the moment it became known unless given. */
  since: z.iso.datetime().optional(),
  knownAt: z.iso.datetime().optional(),
});
export type NewHolding = z.input<typeof newHoldingSchema>;

/** POST /api/w/:workspace/ownership */
export const newHoldingsSchema = z.object({
  holdings: z.array(newHoldingSchema).min(1).max(5_000),
});

/** POST /api/w/:workspace/ownership/file */
export const ownershipFileSchema = z.object({
  read: z.int(),
  recorded: z.int(),
  unchanged: z.int(),
  /** Lines that say nothing usable, the first of them. */
  refused: z.array(z.object({ line: z.int(), reason: z.string() })),
  refusedCount: z.int(),
});
export type OwnershipFile = z.infer<typeof ownershipFileSchema>;

/** One step from the head down to a company. */
const stepSchema = z.object({
  holder: z.string(),
  company: z.string(),
  /** Percent that this holder has; null where an account or a branch states the parent. */
  share: z.number().nullable(),
  /** Percent that the group has of it together. */
  together: z.number().nullable(),
  statedBy: z.enum(["register", "branch", "account"]),
  knownAt: z.iso.datetime(),
});
export type OwnershipStep = z.infer<typeof stepSchema>;

const memberSchema = z.object({
  name: z.string(),
  creditCode: z.string().nullable(),
  isPerson: z.boolean(),
  accountId: z.uuid().nullable(),
  /** From the head to this company; empty for the head itself. */
  path: z.array(stepSchema),
});
export type GroupMember = z.infer<typeof memberSchema>;

/** GET /api/w/:workspace/company-groups */
export const companyGroupsSchema = z.object({
  /** More than so many percent is control. */
  above: z.number(),
  /** Facts of registers that hold now. */
  facts: z.int(),
  computedAt: z.iso.datetime().nullable(),
  groups: z.array(
    z.object({ head: memberSchema, companies: z.int(), accounts: z.int(), asOf: z.iso.datetime() }),
  ),
  /** Companies of which more than a whole is stated, worst first. */
  doubtful: z.array(z.object({ name: z.string(), total: z.number() })),
  doubtfulCount: z.int(),
});
export type CompanyGroups = z.infer<typeof companyGroupsSchema>;

/** PUT /api/w/:workspace/company-groups/control */
export const groupControlSchema = z.object({ above: z.number().min(20).max(99) });

/** GET /api/w/:workspace/accounts/:id/group; null where the account stands alone. */
export const accountGroupSchema = z.object({
  group: z
    .object({
      /** Outermost first. */
      members: z.array(memberSchema),
      companies: z.int(),
      /** Accounts beneath this one, whose events roll up to it. */
      beneath: z.array(z.uuid()),
      /** What was published lately about this company and those beneath it. */
      signals: z.array(signalSchema.and(z.object({ member: z.int() }))),
    })
    .nullable(),
});
export type AccountGroup = z.infer<typeof accountGroupSchema>;
