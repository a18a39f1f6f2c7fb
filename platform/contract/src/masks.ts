import { z } from "zod";
import { apiNameSchema } from "./schema-name.ts";

/** How much of a value a role sees: all of it, its shape (`138****1234`), or nothing. */
export const sightSchema = z.enum(["whole", "masked", "hidden"]);
export type Sight = z.infer<typeof sightSchema>;

/** Roles from which something may be kept; an owner sees everything. */
export const maskedRoleSchema = z.enum(["member", "admin"]);
export type MaskedRole = z.infer<typeof maskedRoleSchema>;

/** What is kept from whom; a role that is not named sees everything. */
export const masksSchema = z.partialRecord(maskedRoleSchema, sightSchema.exclude(["whole"]));
export type Masks = z.infer<typeof masksSchema>;

/** What names or reaches a person, wherever it stands: fields of that type, identifiers, texts. */
export const personalKindSchema = z.enum(["phone", "email", "name"]);
export type PersonalKind = z.infer<typeof personalKindSchema>;

const ruleSchema = { role: maskedRoleSchema, sight: sightSchema };
/** PUT /api/w/:workspace/privacy/masks: one rule; `whole` takes it back. */
export const maskRuleSchema = z.union([
  z.strictObject({ object: apiNameSchema, field: apiNameSchema, ...ruleSchema }),
  z.strictObject({ kind: personalKindSchema, ...ruleSchema }),
]);
export type MaskRule = z.infer<typeof maskRuleSchema>;

/** GET /api/w/:workspace/privacy/masks: the rules that somebody made; what follows from them stands at each field of the schema. */
export const maskRulesSchema = z
  .object({ rules: z.array(maskRuleSchema) })
  .meta({ id: "MaskRules" });
