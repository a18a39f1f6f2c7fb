import { readMaskRules, setMaskRule } from "@causeway/module-records";
import { maskRuleSchema, maskRulesSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";

const path = "/api/w/:workspace/privacy/masks";
const tags = ["privacy"];

/** What is kept from which role. */
export function maskRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Which fields and kinds of values are kept from which role",
      tags,
      access: { kind: "workspace", role: "admin" },
      unveiled: "names of fields and roles",
      response: maskRulesSchema,
      handle: ({ workspace }) =>
        workspace.transaction(async (trx) => ({ rules: [...(await readMaskRules(trx))] }), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "PUT",
      path,
      summary: "Keep a field, or a kind of value, from a role; or show it whole again",
      tags,
      access: { kind: "workspace", role: "admin" },
      unveiled: "names of fields and roles",
      body: maskRuleSchema,
      response: maskRulesSchema,
      handle: async ({ workspace, body, actor, member: { role } }) => {
        await setMaskRule(workspace, body, { actor, role });
        return workspace.transaction(async (trx) => ({ rules: [...(await readMaskRules(trx))] }), {
          readOnly: true,
        });
      },
    }),
  ];
}
