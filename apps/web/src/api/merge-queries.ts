import type { NewMerge, RecordDocument } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask, query } from "./client.ts";

type Key = Pick<RecordDocument, "object" | "id">;

const pathOf = (workspace: string, { object, id }: Key) =>
  `/api/w/${workspace}/records/${object}/${id}`;

/** What merging another record into one would do. */
export function mergePreviewQuery(workspace: string, kept: Key, other: string) {
  return queryOptions({
    queryKey: ["w", workspace, "records", kept.object, "merge", kept.id, other],
    queryFn: ({ signal }) =>
      ask("mergePreviewSchema", `${pathOf(workspace, kept)}/merge${query({ other })}`, { signal }),
    // It is shown to be agreed to: never an older one.
    gcTime: 0,
  });
}

/** What was merged into a record. */
export function mergesQuery(workspace: string, { object, id }: Key) {
  return queryOptions({
    queryKey: ["w", workspace, "records", object, "merges", id],
    queryFn: ({ signal }) =>
      ask("mergesSchema", `${pathOf(workspace, { object, id })}/merges`, { signal }),
  });
}

export function mergeRecords(workspace: string, kept: Key, body: NewMerge) {
  return ask("mergedSchema", `${pathOf(workspace, kept)}/merge`, { body });
}

export function undoMerge(workspace: string, kept: Key, merge: string) {
  return ask("mergedSchema", `${pathOf(workspace, kept)}/merges/${merge}/undo`, { body: {} });
}
