import { AppError } from "@causeway/kernel";
import type { Locale, ObjectDefinition } from "@causeway/platform-contract";
import { sqlState } from "@causeway/platform-database";
import { uniqueIndexName } from "./record-table.ts";

const duplicateKey = "23505";
const words = {
  zh: (field: string) => `“${field}”的值已被另一条记录使用`,
  en: (field: string) => `Another record has this value of “${field}” already`,
};

/** A violated unique field as an AppError("conflict") that names the field; anything else as it is. */
export function translateStoreError(
  error: unknown,
  object: ObjectDefinition,
  locale: Locale,
): unknown {
  if (sqlState(error) !== duplicateKey || !(error instanceof Error)) return error;
  const constraint = "constraint" in error ? error.constraint : undefined;
  const field = object.fields.find(
    ({ name, unique }) => unique && uniqueIndexName(object.name, name) === constraint,
  );
  if (field === undefined) return error;
  const message = words[locale](field.label[locale]);
  return new AppError("conflict", message, {
    issues: [{ path: `values.${field.name}`, message }],
    cause: error,
  });
}
