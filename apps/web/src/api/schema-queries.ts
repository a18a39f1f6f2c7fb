import type { FieldType, Option } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

const movingMs = 1_000;
const moving = new Set(["filling", "cancelling", "wanted", "building"]);

/** Fields that change their type; looked at every second while one does. */
export function conversionsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "schema", "conversions"],
    queryFn: ({ signal }) =>
      ask("conversionsSchema", `/api/w/${workspace}/schema/conversions`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.conversions.some((each) => moving.has(each.state)) ? movingMs : false,
  });
}

/** Indexes made on demand, and which fields have one; looked at every second while one is built. */
export function indexesQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "schema", "indexes"],
    queryFn: ({ signal }) => ask("listIndexesSchema", `/api/w/${workspace}/indexes`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.indexes.some((each) => moving.has(each.state)) ||
      state.data?.fields.some(({ sort, filter }) => moving.has(sort) || moving.has(filter))
        ? movingMs
        : false,
  });
}

export interface TypeTarget {
  readonly type: FieldType;
  readonly options: readonly Option[];
}

/** What another type would make of a field's latest values. */
export function conversionPreviewQuery(
  workspace: string,
  object: string,
  field: string,
  target: TypeTarget,
) {
  return queryOptions({
    queryKey: ["w", workspace, "schema", "conversion-preview", object, field, target],
    queryFn: ({ signal }) =>
      ask(
        "conversionPreviewSchema",
        `/api/w/${workspace}/schema/objects/${object}/fields/${field}/conversion/preview`,
        { body: target, signal },
      ),
    retry: false,
  });
}
