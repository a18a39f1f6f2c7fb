import type { ParsedImportMap } from "@causeway/platform-contract";

/** Every field that an import by this map may write. */
export function filledFields({
  columns,
  constants = {},
  templates = {},
}: ParsedImportMap): ReadonlySet<string> {
  return new Set([
    ...columns.map(({ field }) => field),
    ...Object.keys(constants),
    ...Object.keys(templates),
  ]);
}
