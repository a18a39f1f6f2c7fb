import type { Clock } from "@causeway/kernel";
import { dealMailDecisionSchema, dealMailsSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { decideDealMail } from "./decide-deal-mail.ts";
import { readDealMails } from "./read-deal-mails.ts";

const tags = ["channels"] as const;
const path = "/api/w/:workspace/deals/:id/mails";
const params = z.object({ workspace: z.uuid(), id: z.uuid() });
const access = { kind: "workspace", role: "member" } as const;

/** E-mail that belongs to a deal, and what people say of it. */
export function dealMailRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Conversations by e-mail that belong to a deal, and those that may",
      tags,
      access,
      params,
      response: dealMailsSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction((trx) => readDealMails(trx, id), { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path,
      summary: "Say whether a conversation belongs to the deal",
      tags,
      access,
      params,
      body: dealMailDecisionSchema,
      response: dealMailsSchema,
      handle: ({ workspace, params: { id }, body, user }) =>
        workspace.transaction((trx) => decideDealMail(trx, id, body, { by: user.id, at: clock() })),
    }),
  ];
}
