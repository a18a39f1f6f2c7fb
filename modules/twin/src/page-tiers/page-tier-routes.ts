import type { Clock } from "@causeway/kernel";
import { pageTierRulesSchema, pageTiersSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { readPageTiers, savePageTiers } from "./page-tier-rules.ts";
import { previewPageTiers } from "./preview-page-tiers.ts";

const tags = ["twin"] as const;
const path = "/api/w/:workspace/tracking-plan/pages";
const admin = { kind: "workspace", role: "admin" } as const;

/** The part of the tracking plan that is about pages: rules that give them a tier, and what these say of pages seen. */
export function pageTierRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Rules that give pages a tier, and the pages of the last 90 days",
      tags,
      access: { kind: "workspace", role: "member" },
      response: pageTiersSchema,
      handle: ({ workspace }) =>
        workspace.transaction(
          async (trx) => previewPageTiers(trx, await readPageTiers(trx), clock()),
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/preview`,
      summary: "See whose tier rules would change, without saving them",
      tags,
      access: admin,
      body: pageTierRulesSchema,
      response: pageTiersSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction((trx) => previewPageTiers(trx, body.rules, clock()), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "PUT",
      path,
      summary: "Set the rules that give pages a tier; they hold for past visits too",
      tags,
      access: admin,
      body: pageTierRulesSchema,
      response: pageTiersSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction(async (trx) => {
          await savePageTiers(trx, body.rules);
          return previewPageTiers(trx, await readPageTiers(trx), clock());
        }),
    }),
  ];
}
