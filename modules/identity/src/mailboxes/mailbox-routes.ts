import { AppError } from "@causeway/kernel";
import {
  decisionTakenSchema,
  mailboxExceptionsSchema,
  newMailboxExceptionSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import type { IdentityDependencies } from "../identity-routes.ts";
import { exceptMailbox, withdrawException } from "./except-mailbox.ts";
import { listExceptions, requireMailbox, seenMailboxes } from "./list-exceptions.ts";

const tags = ["identity"] as const;
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({ workspace: z.uuid() });
const path = "/api/w/:workspace/identity/mailbox-exceptions";

/** Addresses that the list takes for a role's, and that somebody says are a person's. */
export function mailboxRoutes({
  clock,
  userNames,
}: Pick<IdentityDependencies, "clock" | "userNames">): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Shared mailboxes that are a person's",
      tags,
      access,
      params,
      response: mailboxExceptionsSchema,
      handle: async ({ workspace }) => {
        const { found, seen } = await workspace.transaction(
          async (trx) => ({ found: await listExceptions(trx), seen: await seenMailboxes(trx) }),
          { readOnly: true },
        );
        const names = await userNames([...new Set(found.map(({ actor }) => actor))]);
        const exceptions = found.map(({ actor, decidedAt, ...rest }) => ({
          ...rest,
          actor: names.get(actor) ?? "",
          decidedAt: decidedAt.toISOString(),
        }));
        return { exceptions, seen: [...seen] };
      },
    }),
    defineRoute({
      method: "POST",
      path,
      summary: "Say that a shared mailbox is a person's",
      tags,
      access,
      params,
      body: newMailboxExceptionSchema,
      status: 201,
      rateLimit: { max: 60, windowSeconds: 60 },
      response: decisionTakenSchema,
      handle: ({ workspace, body: { address, note }, actor }) =>
        workspace.transaction(async (trx) => {
          const mailbox = { address: await requireMailbox(trx, address), note };
          const { ids, isRebuilding } = await exceptMailbox(trx, mailbox, actor, clock());
          return { ids: [...ids], isRebuilding };
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: `${path}/:id`,
      summary: "Take it back: the list decides again",
      tags,
      access,
      params: z.object({ workspace: z.uuid(), id: z.uuid() }),
      response: "empty",
      handle: async ({ workspace, params: { id }, actor }) => {
        const done = await workspace.transaction((trx) =>
          withdrawException(trx, id, actor, clock()),
        );
        if (!done)
          throw new AppError("not-found", {
            zh: "没有这个生效中的例外",
            en: "There is no such exception in force",
          });
      },
    }),
  ];
}
