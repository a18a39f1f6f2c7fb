import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { roleMailboxes } from "./role-mailboxes.ts";
import { schemaMessage } from "./schema-messages.ts";

/** An identifier, or the profile that it founded. */
export const identifierSchema = z.object({
  kind: z.string().min(1).max(80),
  value: z.string().min(1).max(500),
});

const nameRuleSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9_:]{0,79}$/),
  limit: z.int().min(1).max(1_000),
});
/** Identifiers of a kind are looked up in a field of an object's records, and lead to its account. */
const numberRuleSchema = z.object({
  kind: z.string().regex(/^external:[\w.:-]{1,70}$/),
  object: z.string().regex(/^[a-z][a-z0-9_]{0,47}$/),
  field: z.string().regex(/^[a-z][a-z0-9_]{0,47}$/),
});
const textList = z.array(z.string().trim().min(1).max(200)).max(500);

/** GET, PUT /api/w/:workspace/identity/rules: how people are told apart. */
export const identityRulesSchema = z
  .object({
    names: z.array(nameRuleSchema).min(1).max(30),
    tokenLimit: z.int().min(1).max(100_000),
    blocked: textList,
    virtualPhones: z.array(z.string().regex(/^\+\d{1,14}$/)).max(500),
    freeMail: textList,
    roleMailboxes: textList.default([...roleMailboxes]),
    companyNumbers: z.array(numberRuleSchema).max(20).default([]),
    sessionMinutes: z.int().min(0).max(1_440),
    kioskPeople: z.int().min(2).max(1_000),
    kioskMinutes: z.int().min(0).max(1_440),
  })
  .meta({ id: "IdentityRules" });
export type IdentityRules = z.infer<typeof identityRulesSchema>;
export const identityRulesStateSchema = z.object({
  version: z.int(),
  savedAt: z.iso.datetime().nullable(),
  rules: identityRulesSchema,
});

/** What a change would do to the people that are known now. */
export const identityPreviewSchema = z
  .object({
    /** Events that were looked at; `isWhole` says whether that is all of them. */
    events: z.int(),
    isWhole: z.boolean(),
    peopleBefore: z.int(),
    peopleAfter: z.int(),
    /** People who would be joined with others, and people who would fall into several. */
    joined: z.int(),
    split: z.int(),
    samples: z.array(
      z.object({ change: z.enum(["joined", "split"]), people: z.array(identifierSchema) }),
    ),
    /** What each rule about numbers would lead to companies. */
    numbers: z.array(
      numberRuleSchema.extend({
        /** Records that have a number; `isWhole` says whether all were looked at. */
        records: z.int(),
        isWhole: z.boolean(),
        /** Numbers that events carry and one company has, and those that several have, which lead nowhere. */
        numbers: z.int(),
        ambiguous: z.int(),
        people: z.int(),
        companies: z.int(),
        /** Of these, people who are not led to that company by anything else. */
        fresh: z.int(),
        samples: z.array(z.object({ value: z.string(), account: z.string(), record: z.string() })),
      }),
    ),
  })
  .meta({ id: "IdentityPreview" });
export type IdentityPreview = z.infer<typeof identityPreviewSchema>;

export const matchingKindSchema = z.enum([
  "address",
  "category",
  "code",
  "company",
  "date",
  "email",
  "full-name",
  "name",
  "number",
  "people",
  "phone",
  "text",
]);

const fieldNameSchema = z.string().regex(/^[A-Za-z][\w:.-]{0,79}$/);

/** Evidence over fields of people, in three zones: joined, left to a person, apart. */
export const matchingRuleBodySchema = z
  .object({
    name: z.string().trim().min(1).max(100),
    fields: z
      .array(
        z.object({
          field: fieldNameSchema,
          kind: matchingKindSchema,
          /** A value that more people have says nothing; null for no bound. */
          mostSharing: z.int().min(1).max(100_000).nullable().default(null),
        }),
      )
      .min(1)
      .max(12),
    /** Sets of fields; people who agree in one whole set are compared. */
    blocking: z.array(z.array(fieldNameSchema).min(1).max(4)).min(1).max(6),
    mergeAt: z.number().min(0.5).max(0.99999),
    reviewAt: z.number().min(0.05).max(0.99999),
  })
  .refine((rule) => rule.reviewAt <= rule.mergeAt, {
    message: schemaMessage("review"),
    path: ["reviewAt"],
  })
  .refine(
    ({ fields, blocking }) => {
      const names = fields.map(({ field }) => field);
      return blocking.flat().every((field) => names.includes(field));
    },
    { message: schemaMessage("evidence"), path: ["blocking"] },
  );
export type MatchingRuleBody = z.output<typeof matchingRuleBodySchema>;
export type NewMatchingRule = z.input<typeof matchingRuleBodySchema>;

const weightSchema = z.object({ level: z.string(), text: labelSchema, bits: z.number() });
const weightsSchema = z.array(z.object({ field: z.string(), levels: z.array(weightSchema) }));

/** Pairs that share much without being one: colleagues, a household. Null where a rule found none. */
const relativesSchema = z
  .object({
    /** Pairs of relatives for one match. */
    perMatch: z.number(),
    shared: z.array(z.string()),
    telling: z.array(z.string()),
  })
  .nullable();

export const matchingRuleSchema = z
  .object({
    id: z.uuid(),
    rule: matchingRuleBodySchema,
    enabled: z.boolean(),
    savedAt: z.iso.datetime(),
    /** What was learned from the workspace's own data, in words. */
    weights: weightsSchema,
    relatives: relativesSchema,
    merged: z.int(),
    open: z.int(),
  })
  .meta({ id: "MatchingRule" });
export type MatchingRule = z.infer<typeof matchingRuleSchema>;
export const matchingRulesSchema = z.object({
  rules: z.array(matchingRuleSchema),
  /** Fields that people have here, with how many have one. */
  fields: z.array(z.object({ field: z.string(), people: z.int(), kind: matchingKindSchema })),
});
export type MatchingRules = z.infer<typeof matchingRulesSchema>;

/** POST /api/w/:workspace/identity/matching */
export const matchingSavedSchema = z.object({ id: z.string() });

const sideSchema = z.object({
  kind: z.string(),
  value: z.string(),
  profileId: z.string().nullable(),
  name: z.string(),
  known: z.boolean(),
  events: z.int(),
});
export const matchedPairSchema = z.object({
  left: sideSchema,
  right: sideSchema,
  probability: z.number(),
  priorBits: z.number(),
  /** What the evidence was weighed against; left out by what was kept before relatives were told apart. */
  against: z.enum(["strangers", "relatives"]).optional(),
  evidence: z.array(
    z.object({
      field: z.string(),
      bits: z.number(),
      text: labelSchema,
      values: z.tuple([z.string(), z.string()]),
    }),
  ),
});
export type MatchedPair = z.infer<typeof matchedPairSchema>;

/** POST /api/w/:workspace/identity/matching/dry-run: what a rule would do, before it is saved. */
export const dryRunSchema = z
  .object({
    people: z.int(),
    compared: z.int(),
    merges: z.int(),
    reviews: z.int(),
    /** Not among these: pairs that the rule finds and that wait for a person already. */
    waiting: z.int(),
    apart: z.int(),
    relatives: relativesSchema,
    /** Of those apart: who look like one but are taken for relatives. */
    related: z.int(),
    /** Would have been joined, but two people who are named stay two. */
    refused: z.int(),
    peopleAfter: z.int(),
    largestGroup: z.int(),
    weights: weightsSchema,
    samples: z.object({
      merge: z.array(matchedPairSchema),
      review: z.array(matchedPairSchema),
      related: z.array(matchedPairSchema),
    }),
  })
  .meta({ id: "MatchingDryRun" });
export type MatchingDryRun = z.infer<typeof dryRunSchema>;

export const reviewSchema = matchedPairSchema.extend({
  id: z.uuid(),
  ruleId: z.uuid(),
  ruleName: z.string(),
  createdAt: z.iso.datetime(),
});
export type MatchingReview = z.infer<typeof reviewSchema>;
export const reviewsSchema = z.object({ reviews: z.array(reviewSchema), open: z.int() });
export const reviewVerdictSchema = z.object({ verdict: z.enum(["together", "apart"]) });

/** GET /api/w/:workspace/identity/people/:profile: why this is one person. */
export const personIdentitySchema = z
  .object({
    person: z.string(),
    profiles: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        value: z.string(),
        events: z.int(),
        firstSeenAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
      }),
    ),
    merges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        left: identifierSchema,
        right: identifierSchema,
        by: identifierSchema,
        eventId: z.string(),
        knownAt: z.iso.datetime(),
        /** Of a decision: who or which rule took it, how sure the rule was, and on what evidence. */
        decision: z
          .object({
            id: z.string(),
            origin: z.enum(["person", "rule"]),
            ruleName: z.string().nullable(),
            actor: z.string(),
            pair: matchedPairSchema
              .pick({ probability: true, priorBits: true, evidence: true })
              .nullable(),
          })
          .nullable(),
      }),
    ),
    /** Companies that this person leads to, each with what says so; of a number the record that has it. */
    companies: z.array(
      z.object({
        account: z.object({ id: z.string(), title: z.string() }),
        by: identifierSchema,
        record: z.object({ object: z.string(), id: z.string(), title: z.string() }).nullable(),
        knownAt: z.iso.datetime(),
      }),
    ),
    /** What was kept out of this person, by decisions in force. */
    apart: z.array(
      z.object({
        id: z.string(),
        left: identifierSchema,
        right: identifierSchema,
        actor: z.string(),
        note: z.string(),
        decidedAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "PersonIdentity" });
export type PersonIdentity = z.infer<typeof personIdentitySchema>;

/** POST /api/w/:workspace/identity/decisions */
export const newDecisionSchema = z.object({
  verdict: z.enum(["apart", "together"]),
  left: identifierSchema,
  right: identifierSchema,
  note: z.string().trim().max(500).default(""),
});
export const decisionTakenSchema = z.object({
  ids: z.array(z.string()),
  isRebuilding: z.boolean(),
});
