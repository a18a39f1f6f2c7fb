import { createMatcher, requireCondition } from "@causeway/engine-conditions";
import { readCondition } from "@causeway/module-records";
import { toFieldCatalog } from "@causeway/platform-schema";
import type { ObjectDefinition, Schema } from "../schema.ts";

/** Whether values fulfil something; relative dates are read at the moment. */
export type Verdict = (values: Readonly<Record<string, unknown>>, atMs: number) => boolean;

export const always: Verdict = () => true;
export const never: Verdict = () => false;

/** A condition over an object as a test of values. Throws AppError("bad-input") where it does not fit the object. */
export function verdictOf(schema: Schema, object: ObjectDefinition, document: unknown): Verdict {
  const checked = requireCondition(readCondition(document), toFieldCatalog(schema, object));
  return (values, atMs) =>
    createMatcher(checked, { now: new Date(atMs), unreadable: "null" })(values) === true;
}
