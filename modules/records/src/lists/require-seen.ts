import { AppError } from "@causeway/kernel";
import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { fieldNamed, type Schema, seesWhole, type Viewer } from "@causeway/platform-schema";

/**
 * Refuses work with fields that somebody does not see whole: what a filter or an order finds would tell their values.
 * A path may go through a reference (`account.phone`); unknown ones are left to whoever reads them.
 * Throws AppError("forbidden").
 */
export function requireSeen(
  schema: Schema,
  object: ObjectDefinition,
  paths: Iterable<string>,
  viewer: Viewer,
): void {
  if (viewer === undefined) return;
  for (const path of paths) {
    const unseen = fieldsOf(schema, object, path).find((field) => !seesWhole(field, viewer));
    if (unseen !== undefined) throw notSeen(unseen);
  }
}

/** Says which field is kept from the person. */
export function notSeen({ label }: Field): AppError {
  return new AppError("forbidden", {
    zh: `您的角色不能完整查看“${label.zh}”，因此不能按它筛选、排序、搜索、汇总或修改`,
    en: `Your role does not see "${label.en}" whole, so you cannot filter, sort, search, total or change it.`,
  });
}

function fieldsOf(schema: Schema, object: ObjectDefinition, path: string): readonly Field[] {
  const [first = "", second] = path.split(".");
  const field = fieldNamed(object, first);
  if (field === undefined) return [];
  const target = schema.objects.find(({ name }) => name === field.target);
  const inner =
    second === undefined || target === undefined ? undefined : fieldNamed(target, second);
  return inner === undefined ? [field] : [field, inner];
}
