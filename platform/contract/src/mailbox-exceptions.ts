import { z } from "zod";

/** GET /api/w/:workspace/identity/mailbox-exceptions: addresses that the list takes for a role's and that are a person's. */
export const mailboxExceptionsSchema = z
  .object({
    exceptions: z.array(
      z.object({
        id: z.uuid(),
        address: z.string(),
        note: z.string(),
        /** Who said so. */
        actor: z.string(),
        decidedAt: z.iso.datetime(),
      }),
    ),
    /** Mailboxes of roles that events came from, the one seen last first: what an exception could be of. */
    seen: z.array(z.string()),
  })
  .meta({ id: "MailboxExceptions" });
export type MailboxExceptions = z.infer<typeof mailboxExceptionsSchema>;

/** POST /api/w/:workspace/identity/mailbox-exceptions */
export const newMailboxExceptionSchema = z.object({
  address: z.string().trim().min(1).max(320),
  note: z.string().trim().max(500).default(""),
});
