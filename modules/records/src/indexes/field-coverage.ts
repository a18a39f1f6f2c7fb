import type { FieldCoverage } from "@causeway/platform-contract";
import { fieldTypes, isSearched, type Schema } from "@causeway/platform-schema";
import { type FieldUse, indexesForField } from "./ask-for-index.ts";
import { bulkOf } from "./entry-room.ts";
import { indexName } from "./list-index.ts";
import type { IndexRow } from "./room.ts";

const order = ["failed", "building", "wanted", "ready"] as const;

/**
 * For every field, whether lists are sorted, filtered and searched by it with the help of an index. `late` says of fields
 * that have no index yet (`object.field`) how far that is.
 */
export function fieldCoverage(
  schema: Schema,
  rows: readonly IndexRow[],
  late: ReadonlyMap<string, "wanted" | "building">,
): readonly FieldCoverage[] {
  const states = new Map(rows.map(({ name, state }) => [name, state]));
  return schema.objects.flatMap((object) =>
    object.fields.map((field): FieldCoverage => {
      const stateOf = (use: FieldUse) => {
        const found = indexesForField(schema, object, field, use).map(
          (index) => states.get(indexName(object, index) ?? "") ?? "none",
        );
        if (found.includes("none")) return "none";
        const isLate = late.get(`${object.name}.${field.name}`);
        return order.find((state) => found.includes(state)) ?? isLate ?? "built-in";
      };
      const isSorted = field.name === object.titleField || fieldTypes[field.type].sort;
      return {
        object: object.name,
        field: field.name,
        sort: isSorted ? stateOf("sort") : "impossible",
        filter: bulkOf(object, field.name) === "none" ? "impossible" : stateOf("filter"),
        searched: isSearched(object, field),
      };
    }),
  );
}
