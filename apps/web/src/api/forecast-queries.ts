import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

export function forecastQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "forecast"],
    queryFn: ({ signal }) => ask("forecastSchema", `/api/w/${workspace}/forecast`, { signal }),
    refetchInterval: ({ state }) => (state.data?.isComputing ? 2_000 : false),
  });
}

export function renewalsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "renewals"],
    queryFn: ({ signal }) => ask("renewalsSchema", `/api/w/${workspace}/renewals`, { signal }),
  });
}
