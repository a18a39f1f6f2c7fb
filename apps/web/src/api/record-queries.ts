import type { RecordDocument, RecordQuery } from "@causeway/platform-contract";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { ask, query } from "./client.ts";
import { keepWithin } from "./keep-within.ts";

export function schemaQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "schema"],
    queryFn: ({ signal }) => ask("schemaSchema", `/api/w/${workspace}/schema`, { signal }),
    staleTime: 60_000,
  });
}

/** The API name that a label gets: of a field of the object, or of a new object. */
export function freeNameQuery(workspace: string, label: string, object?: string) {
  return queryOptions({
    queryKey: ["w", workspace, "schema", "free-name", object ?? null, label],
    queryFn: () =>
      ask("freeNameSchema", `/api/w/${workspace}/schema/free-name${query({ label, object })}`),
    enabled: label.trim() !== "",
  });
}

/** Who works in the workspace. */
export function membersQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "members"],
    queryFn: () => ask("membersSchema", `/api/w/${workspace}/members`),
  });
}

export type ListQuery = Omit<RecordQuery, "after" | "limit">;

/** A list of one object, page by page. */
export function listQuery(workspace: string, object: string, list: ListQuery, limit = 100) {
  const queryKey = ["w", workspace, "records", object, "list", list, limit];
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      ask("recordPageSchema", `/api/w/${workspace}/records/${object}/query`, {
        body: { ...list, limit, ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepWithin(queryKey, 5),
  });
}

/** The first records of a list, where a page needs no more. */
export function firstRecordsQuery(
  workspace: string,
  object: string,
  list: ListQuery,
  limit: number,
) {
  return queryOptions({
    queryKey: ["w", workspace, "records", object, "first", list, limit],
    queryFn: ({ signal }) =>
      ask("recordPageSchema", `/api/w/${workspace}/records/${object}/query`, {
        body: { ...list, limit },
        signal,
      }),
  });
}

/** How many a list has, as far as every list may count. */
export function countQuery(workspace: string, object: string, list: ListQuery) {
  const { sort: _sort, ...counted } = list;
  const queryKey = ["w", workspace, "records", object, "count", counted];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("recordCountSchema", `/api/w/${workspace}/records/${object}/count`, {
        body: counted,
        signal,
      }),
    placeholderData: keepWithin(queryKey, 5),
  });
}

/** The same to the end, which takes its time. */
export function countAll(workspace: string, object: string, list: ListQuery) {
  const { sort: _sort, ...counted } = list;
  return ask("recordCountSchema", `/api/w/${workspace}/records/${object}/count`, {
    body: { ...counted, exact: true },
  });
}

export function recordQuery(workspace: string, object: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "records", object, "one", id],
    queryFn: ({ signal }) =>
      ask("recordSchema", `/api/w/${workspace}/records/${object}/${id}`, { signal }),
  });
}

export function historyQuery(workspace: string, object: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "records", object, "history", id],
    queryFn: ({ signal }) =>
      ask("historySchema", `/api/w/${workspace}/records/${object}/${id}/history`, { signal }),
  });
}

export function boardQuery(workspace: string, object: string, body: object) {
  const queryKey = ["w", workspace, "records", object, "board", body];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("boardSchema", `/api/w/${workspace}/records/${object}/board`, { body, signal }),
    placeholderData: keepWithin(queryKey, 5),
  });
}

export function viewsQuery(workspace: string, object: string) {
  return queryOptions({
    queryKey: ["w", workspace, "views", object],
    queryFn: ({ signal }) =>
      ask("viewsSchema", `/api/w/${workspace}/views${query({ object })}`, { signal }),
    staleTime: 60_000,
  });
}

/** The best matches of all objects, or of one. */
export function searchQuery(workspace: string, text: string, object?: string) {
  const queryKey = ["w", workspace, "records", "search", text, object];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("searchResultSchema", `/api/w/${workspace}/search${query({ q: text, object })}`, {
        signal,
      }),
    enabled: text.trim().length > 0,
    placeholderData: keepWithin(queryKey, 4),
  });
}

/** Changes values of one record; a `version` guards against overwriting somebody else's change. */
export function changeRecord(
  workspace: string,
  record: Pick<RecordDocument, "object" | "id"> & { readonly version?: number },
  values: RecordDocument["values"],
): Promise<RecordDocument> {
  // The owner is a property of the record itself, beside the fields that the business defines.
  const { owner_id: ownerId, ...fields } = values;
  return ask("recordSchema", `/api/w/${workspace}/records/${record.object}/${record.id}`, {
    method: "PATCH",
    body: {
      values: fields,
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(record.version === undefined ? {} : { version: record.version }),
    },
  });
}

export function createRecord(
  workspace: string,
  object: string,
  values: RecordDocument["values"],
): Promise<RecordDocument> {
  return ask("recordSchema", `/api/w/${workspace}/records/${object}`, { body: { values } });
}
