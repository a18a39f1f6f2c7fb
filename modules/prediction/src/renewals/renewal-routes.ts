import type { Clock } from "@causeway/kernel";
import { renewalsSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { requireSeenFields } from "../require-seen-fields.ts";
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
      handle: ({ workspace, member: { role } }) =>
        workspace.transaction(
          async (trx) => {
            await requireSeenFields(trx, "contract", ["amount", "ends_on"], role);
            return listRenewals(trx, clock());
          },
          { readOnly: true },
        ),
    }),
  ];
}
