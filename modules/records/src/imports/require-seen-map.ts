import type { ParsedImportMap } from "@causeway/platform-contract";
import { objectNamed, type Schema, type Viewer } from "@causeway/platform-schema";
import { requireSeen } from "../lists/require-seen.ts";

/**
 * Refuses an import that fills fields, or finds records by fields, that somebody does not see whole: what it finds would
 * tell their values, one guess a line. Throws AppError("forbidden").
 */
export function requireSeenMap(
  schema: Schema,
  { object: name, columns, key = [], constants = {}, templates = {} }: ParsedImportMap,
  viewer: Viewer,
): void {
  const object = schema.objects.find((candidate) => candidate.name === name);
  if (object === undefined) return;
  const own = columns.map(({ field }) => field);
  requireSeen(
    schema,
    object,
    [...own, ...key, ...Object.keys(constants), ...Object.keys(templates)],
    viewer,
  );
  for (const { field, match } of columns) {
    const target = object.fields.find((candidate) => candidate.name === field)?.target;
    if (target === undefined || target === null) continue;
    const found = objectNamed(schema, target);
    requireSeen(schema, found, [match ?? found.titleField], viewer);
  }
}
