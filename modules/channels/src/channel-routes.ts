import { newId } from "@causeway/kernel";
import { smtpSettingsInputSchema, smtpStateSchema } from "@causeway/platform-contract";
import type { SecretBox } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { readMailSettings, removeMailSettings, writeMailSettings } from "./mail/mail-settings.ts";
import { sendTestMail } from "./mail/send-test-mail.ts";

const tags = ["channels"] as const;
const path = "/api/w/:workspace/channels/smtp";
const admin = { kind: "workspace", role: "admin" } as const;

/** Settings of what leaves the house. */
export function channelRoutes({ secrets }: { readonly secrets: SecretBox }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "How mail is sent; the password is never shown",
      unveiled: "the address that mail is sent from",
      tags,
      access: admin,
      response: smtpStateSchema,
      handle: async ({ workspace }) => ({
        settings: await workspace.transaction(readMailSettings, { readOnly: true }),
      }),
    }),
    defineRoute({
      method: "PUT",
      path,
      summary: "Set up mail; a password of null keeps the stored one of the same server and user",
      unveiled: "the address that mail is sent from",
      tags,
      access: admin,
      body: smtpSettingsInputSchema,
      response: smtpStateSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction(async (trx) => {
          await writeMailSettings(trx, secrets, body);
          return { settings: await readMailSettings(trx) };
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/test`,
      summary: "Send a mail to yourself by the stored settings",
      tags,
      access: admin,
      rateLimit: { max: 10, windowSeconds: 600 },
      response: "empty",
      handle: ({ workspace, user }) =>
        sendTestMail(workspace, user.email, { secrets, id: newId() }),
    }),
    defineRoute({
      method: "DELETE",
      path,
      summary: "Forget how mail is sent",
      unveiled: "the address that mail is sent from",
      tags,
      access: admin,
      response: "empty",
      handle: ({ workspace }) => workspace.transaction(removeMailSettings),
    }),
  ];
}
