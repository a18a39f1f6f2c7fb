import type { Field, Masks, ObjectDefinition, PersonalKind } from "@causeway/platform-contract";
import { isPersonObject, seesAll, sightOf, type Viewer } from "@causeway/platform-schema";
import type { MetadataTables } from "../metadata-tables.ts";

export type StoredMask = MetadataTables["field_masks"];

/** The object with what is kept from whom at each field: by its own rules and by those of its kind, the stricter counts. */
export function withMasks(
  rules: readonly StoredMask[],
  object: ObjectDefinition,
): ObjectDefinition {
  const fields = object.fields.map((field) => {
    const kind = kindOf(object, field);
    const masks: Masks = {};
    for (const { object: of, name, role, sight } of rules) {
      const applies = of === "" ? name === kind : of === object.name && name === field.name;
      if (applies && masks[role] !== "hidden") masks[role] = sight;
    }
    return Object.keys(masks).length === 0 ? field : Object.freeze({ ...field, masks });
  });
  return Object.freeze({ ...object, fields });
}

/** The object as its reader sees it: at each field that is kept from them, how much. */
export function withSight(object: ObjectDefinition, viewer: Viewer): ObjectDefinition {
  if (seesAll(object, viewer)) return object;
  const fields = object.fields.map((field) => {
    const sight = sightOf(field, viewer);
    return sight === "whole" ? field : { ...field, sight };
  });
  return { ...object, fields };
}

function kindOf(object: ObjectDefinition, field: Field): PersonalKind | undefined {
  if (field.type === "phone" || field.type === "email") return field.type;
  return field.name === object.titleField && isPersonObject(object) ? "name" : undefined;
}
