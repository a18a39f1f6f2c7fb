import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

export function worthQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "touchpoint-worth"],
    queryFn: ({ signal }) =>
      ask("touchpointWorthsSchema", `/api/w/${workspace}/touchpoint-worth`, { signal }),
    refetchInterval: ({ state }) => (state.data?.isComputing ? 2_000 : false),
  });
}
