import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }) => ask("setupStateSchema", "/api/setup", { signal }),
  staleTime: 0,
});

/** Who is signed in, and where they work. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => ask("meSchema", "/api/me", { signal }),
  staleTime: 60_000,
});

export function demoQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "demo"],
    queryFn: ({ signal }) => ask("demoProgressSchema", `/api/w/${workspace}/demo`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 1000 : false),
  });
}

export function statusQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "status"],
    queryFn: ({ signal }) => ask("statusSchema", `/api/w/${workspace}/status`, { signal }),
    refetchInterval: 30_000,
  });
}
