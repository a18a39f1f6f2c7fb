import { z } from "zod";

/** Why a conversation belongs to a deal, or why it is only offered. */
export const dealMailReasonSchema = z.enum([
  /** Somebody said so. */
  "decision",
  /** A mail of the conversation was sent about the deal. */
  "thread",
  /** Who writes is the contact of this open deal alone. */
  "person",
  /** It was the account's only open deal then. */
  "account",
  /** Several deals were open then. */
  "ambiguous",
  /** Somebody said that it is not about this deal. */
  "detached",
]);

/** A conversation by e-mail with people of a deal's account. */
export const dealMailThreadSchema = z.object({
  thread: z.string(),
  subject: z.string(),
  people: z.array(
    z.object({ profileId: z.uuid(), name: z.string(), contactId: z.uuid().nullable() }),
  ),
  received: z.int(),
  sent: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  /** The latest message. */
  eventId: z.string(),
  reason: dealMailReasonSchema,
});
export type DealMailThread = z.infer<typeof dealMailThreadSchema>;

/** GET /api/w/:workspace/deals/:id/mails */
export const dealMailsSchema = z.object({
  attached: z.array(dealMailThreadSchema),
  offered: z.array(dealMailThreadSchema),
});
export type DealMails = z.infer<typeof dealMailsSchema>;

/** PUT /api/w/:workspace/deals/:id/mails: says whether a conversation belongs to the deal. */
export const dealMailDecisionSchema = z.object({
  thread: z.string().min(1).max(500),
  attached: z.boolean(),
});
