import type { Clock } from "@causeway/kernel";
import { renewalsSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { listRenewals } from "./list-renewals.ts";

/** Contracts that may be lost, by the time that is left. */
export function renewalRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/renewals",
      summary: "List contracts that end within a year by risk and lead time",
      tags: ["forecast"],
      access: { kind: "workspace", role: "member" },
      params: z.object({ workspace: z.uuid() }),
      response: renewalsSchema,
      handle: ({ workspace }) =>
        workspace.transaction((trx) => listRenewals(trx, clock()), { readOnly: true }),
    }),
  ];
}
