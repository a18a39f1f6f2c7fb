import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

export function worthQuery(workspace: string, prediction: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "touchpoint-worth", prediction],
    queryFn: ({ signal }) =>
      ask(
        "touchpointWorthsSchema",
        `/api/w/${workspace}/touchpoint-worth?prediction=${encodeURIComponent(prediction)}`,
        { signal },
      ),
    refetchInterval: ({ state }) => (state.data?.isComputing ? 2_000 : false),
  });
}
