import { AppError } from "@causeway/kernel";
import type { Locale, ObjectDefinition } from "@causeway/platform-contract";
import { sqlState } from "@causeway/platform-database";
import { guardName } from "../metadata/field-index.ts";
import { uniqueIndexName } from "./record-table.ts";

const duplicateKey = "23505";
const checkFailed = "23514";
const words = {
  taken: {
    zh: (field: string) => `“${field}”的值已被另一条记录使用`,
    en: (field: string) => `Another record has this value of “${field}” already`,
  },
  preparing: {
    zh: (field: string) => `正在为新字段“${field}”建立唯一索引，完成之前不能填写，请稍后再试`,
    en: (field: string) =>
      `The new field “${field}” cannot be filled in before its index of unique values is built; try again a little later`,
  },
};

/**
 * A violated unique field as an AppError("conflict"), one whose index is still being built as AppError("unavailable"), with
 * the name of the field; anything else as it is.
 */
export function translateStoreError(
  error: unknown,
  object: ObjectDefinition,
  locale: Locale,
): unknown {
  const state = sqlState(error);
  const isTaken = state === duplicateKey;
  if ((!isTaken && state !== checkFailed) || !(error instanceof Error)) return error;
  const constraint = "constraint" in error ? error.constraint : undefined;
  const field = object.fields.find(
    ({ name, unique }) =>
      unique && (isTaken ? uniqueIndexName : guardName)(object.name, name) === constraint,
  );
  if (field === undefined) return error;
  const message = words[isTaken ? "taken" : "preparing"][locale](field.label[locale]);
  return new AppError(isTaken ? "conflict" : "unavailable", message, {
    issues: [{ path: `values.${field.name}`, message }],
    cause: error,
  });
}
