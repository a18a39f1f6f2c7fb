import type { BothLanguages } from "@causeway/kernel";
import type {
  PlannedProperty,
  PlannedType,
  PropertyType,
  ViolationRule,
} from "@causeway/platform-contract";
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

const typeNames: Readonly<Record<PropertyType, string>> = {
  text: "文本",
  number: "数字",
  boolean: "是/否",
  time: "时间",
  object: "对象",
  list: "列表",
};

/** Why an event must wait; null for one that may go on. Pages, identification and groups have no plan. */
export function reasonToHold(plan: Plan, event: ParsedEvent): BothLanguages | null {
  if (event.type !== "track" || event.name === null) return null;
  const planned = plan.types.get(event.name);
  if (planned === undefined) {
    return plan.holdsUnknown
      ? {
          zh: `已隔离：“${event.name}”不在埋点计划中`,
          en: `Quarantined: “${event.name}” is not in the tracking plan`,
        }
      : null;
  }
  if (planned.onViolation === "flag") return null;
  const payload = asObject(JSON.parse(event.payload.toString())) ?? {};
  const properties = objectAt(payload, "properties");
  for (const { name, type, required } of planned.properties) {
    const found = propertyTypeOf(properties[name]);
    if (found === null && required) {
      return {
        zh: `已隔离：缺少属性“${name}”`,
        en: `Quarantined: the property “${name}” is missing`,
      };
    }
    if (found !== null && !fits(found, type)) {
      return {
        zh: `已隔离：“${name}”是${typeNames[found]}，应为${typeNames[type]}`,
        en: `Quarantined: “${name}” is ${found}, not ${type}`,
      };
    }
  }
  return null;
}
