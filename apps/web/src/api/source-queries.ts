import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

export function sourcesQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "sources"],
    queryFn: ({ signal }) => ask("sourcesSchema", `/api/w/${workspace}/sources`, { signal }),
    refetchInterval: 10_000,
  });
}

export function sourceEventsQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "source-events", id],
    queryFn: ({ signal }) =>
      ask("sourceEventsSchema", `/api/w/${workspace}/sources/${id}/events`, { signal }),
    refetchInterval: 3_000,
  });
}

export function connectorsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "connectors"],
    queryFn: ({ signal }) => ask("connectorsSchema", `/api/w/${workspace}/connectors`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function sourceSetupQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "source-setup", id],
    queryFn: ({ signal }) =>
      ask("sourceSetupSchema", `/api/w/${workspace}/sources/${id}/setup`, { signal }),
  });
}

export function deadLettersQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "dead-letters", id],
    queryFn: ({ signal }) =>
      ask("deadLettersSchema", `/api/w/${workspace}/sources/${id}/dead-letters`, { signal }),
    refetchInterval: 5_000,
  });
}

export function trackingPlanQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "tracking-plan"],
    queryFn: ({ signal }) =>
      ask("trackingPlanSchema", `/api/w/${workspace}/tracking-plan`, { signal }),
    refetchInterval: 10_000,
  });
}

export function importsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "imports", "list"],
    queryFn: ({ signal }) => ask("importRunsSchema", `/api/w/${workspace}/imports`, { signal }),
  });
}

/** What was found in a file that was uploaded before. */
export function importDraftQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "import-draft", id],
    queryFn: ({ signal }) =>
      ask("importDraftSchema", `/api/w/${workspace}/imports/${id}/draft`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const moving = new Set(["queued", "running", "undoing"]);

export function importQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "imports", "one", id],
    queryFn: ({ signal }) =>
      ask("importRunSchema", `/api/w/${workspace}/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (moving.has(state.data?.state ?? "") ? 700 : false),
  });
}
