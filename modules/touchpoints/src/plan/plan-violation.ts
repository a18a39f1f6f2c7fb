import type { PlannedProperty, PlannedType, ViolationRule } from "@causeway/platform-contract";
import { asObject, objectAt } from "../wire/json-object.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";
import { fits, propertyTypeOf } from "./property-type.ts";

/** What holds events back. */
export interface Plan {
  readonly holdsUnknown: boolean;
  readonly types: ReadonlyMap<
    string,
    { readonly properties: readonly PlannedProperty[]; readonly onViolation: ViolationRule }
  >;
}

/** The plan as the door needs it; null where nothing is ever held back. */
export function planOf(unknown: string, types: readonly PlannedType[]): Plan | null {
  const holdsUnknown = unknown === "quarantine";
  const isIdle = !holdsUnknown && types.every(({ onViolation }) => onViolation === "flag");
  return isIdle ? null : { holdsUnknown, types: new Map(types.map((type) => [type.name, type])) };
}

/** Why an event must wait; null for one that may go on. Pages, identification and groups have no plan. */
export function reasonToHold(plan: Plan, event: ParsedEvent): string | null {
  if (event.type !== "track" || event.name === null) return null;
  const planned = plan.types.get(event.name);
  if (planned === undefined) {
    return plan.holdsUnknown ? `Quarantined: “${event.name}” is not in the tracking plan` : null;
  }
  if (planned.onViolation === "flag") return null;
  const payload = asObject(JSON.parse(event.payload)) ?? {};
  const properties = objectAt(payload, "properties");
  for (const { name, type, required } of planned.properties) {
    const found = propertyTypeOf(properties[name]);
    if (found === null && required) return `Quarantined: the property “${name}” is missing`;
    if (found !== null && !fits(found, type)) {
      return `Quarantined: “${name}” is ${found}, not ${type}`;
    }
  }
  return null;
}
