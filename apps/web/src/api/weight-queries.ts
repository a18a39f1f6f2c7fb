import type { WeightRuleInput } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask, query } from "./client.ts";
import { keepWithin } from "./keep-within.ts";

export function weightRulesQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "weights", "rules"],
    queryFn: ({ signal }) =>
      ask("weightRulesSchema", `/api/w/${workspace}/weights/rules`, { signal }),
  });
}

export function weightPreviewQuery(workspace: string, id: string, rule: WeightRuleInput | null) {
  const queryKey = ["w", workspace, "weights", "preview", id, rule];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("weightPreviewSchema", `/api/w/${workspace}/weights/preview${query({ id })}`, {
        body: rule,
        signal,
      }),
    enabled: rule !== null,
    placeholderData: keepWithin(queryKey, 5),
    refetchInterval: ({ state }) => (state.data?.rebuildingSince == null ? false : 5_000),
    retry: false,
  });
}

/** Asked for by hand: it looks at all ended deals. */
export function weightCalibrationQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "weights", "calibration"],
    queryFn: ({ signal }) =>
      ask("weightCalibrationSchema", `/api/w/${workspace}/weights/calibration`, { signal }),
    enabled: false,
  });
}

export function liveWeightsQuery(workspace: string, object: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "weights", object, id],
    queryFn: ({ signal }) =>
      ask("liveWeightsSchema", `/api/w/${workspace}/twin/${object}/${id}/weights`, { signal }),
  });
}
