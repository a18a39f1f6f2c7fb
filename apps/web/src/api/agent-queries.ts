import { queryOptions } from "@tanstack/react-query";
import { ask, query } from "./client.ts";
import { keepWithin } from "./keep-within.ts";

export function agentsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "agents", "list"],
    queryFn: ({ signal }) => ask("agentsSchema", `/api/w/${workspace}/agents`, { signal }),
  });
}

export function agentRunsQuery(
  workspace: string,
  filter: { readonly agent?: string | undefined; readonly state?: string | undefined } = {},
) {
  const queryKey = ["w", workspace, "agents", "runs", filter];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask(
        "agentRunPageSchema",
        `/api/w/${workspace}/agent-runs${query({ ...filter, limit: 100 })}`,
        {
          signal,
        },
      ),
    placeholderData: keepWithin(queryKey, 4),
  });
}

export function withheldRunsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "agents", "withheld"],
    queryFn: ({ signal }) =>
      ask("withheldRunsSchema", `/api/w/${workspace}/withheld-runs`, { signal }),
  });
}

export function agentRunQuery(workspace: string, id: string | null) {
  return queryOptions({
    queryKey: ["w", workspace, "agents", "run", id],
    queryFn: ({ signal }) =>
      ask("agentRunSchema", `/api/w/${workspace}/agent-runs/${id}`, { signal }),
    enabled: id !== null,
  });
}
