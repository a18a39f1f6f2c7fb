import { readMaskRules } from "@causeway/module-records";
import type { Role, TrackingPlan } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { concealed } from "@causeway/platform-schema";

/** The plan as a role sees it: examples are values of somebody, nobody can say any more of whom. */
export async function seenPlan(
  trx: WorkspaceTransaction,
  plan: TrackingPlan,
  role: Role,
): Promise<TrackingPlan> {
  const rules = role === "owner" ? [] : await readMaskRules(trx);
  if (rules.every((rule) => rule.role !== role)) return plan;
  return {
    ...plan,
    types: plan.types.map((type) => ({
      ...type,
      observed: type.observed && {
        ...type.observed,
        properties: type.observed.properties.map((property) => ({
          ...property,
          example: concealed,
        })),
      },
    })),
  };
}
