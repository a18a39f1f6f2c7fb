import type { PageTierRule } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";
import { keepWithin } from "./keep-within.ts";

export function pageTiersQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "page-tiers"],
    queryFn: ({ signal }) =>
      ask("pageTiersSchema", `/api/w/${workspace}/tracking-plan/pages`, { signal }),
  });
}

/** What a draft would say; null asks nothing. */
export function pageTierPreviewQuery(workspace: string, rules: readonly PageTierRule[] | null) {
  const queryKey = ["w", workspace, "touchpoints", "page-tier-preview", rules];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("pageTiersSchema", `/api/w/${workspace}/tracking-plan/pages/preview`, {
        body: { rules },
        signal,
      }),
    enabled: rules !== null,
    placeholderData: keepWithin(queryKey, 4),
    retry: false,
  });
}
