import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function readId(input: unknown): Reading {
  return typeof input === "string" && uuid.test(input)
    ? accepted(input.toLowerCase())
    : refused("应为记录编号", "must be the id of a record");
}

/** One record of the target object, by id. */
export const reference: FieldTypeDefinition = {
  name: "reference",
  label: { zh: "关联", en: "Reference" },
  columnType: "uuid",
  condition: { type: "reference" },
  read: readId,
  readText: readId,
  present: String,
  index: "value",
};
