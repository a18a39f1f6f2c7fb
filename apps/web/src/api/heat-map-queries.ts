import type { HeatMapQuery } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask, query } from "./client.ts";
import { keepWithin } from "./keep-within.ts";

export function heatMapQuery(workspace: string, asked: HeatMapQuery) {
  const queryKey = ["w", workspace, "heat-map", asked];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("heatMapSchema", `/api/w/${workspace}/heat-map${query(asked)}`, { signal }),
    placeholderData: keepWithin(queryKey, 3),
    refetchInterval: ({ state }) => (state.data?.rebuildingSince == null ? false : 5_000),
    staleTime: 60_000,
  });
}

export interface HeatCellPlace {
  readonly row: string;
  readonly column: string;
}

export function heatCellQuery(workspace: string, asked: HeatMapQuery, cell: HeatCellPlace) {
  return queryOptions({
    queryKey: ["w", workspace, "heat-map", asked, cell],
    queryFn: ({ signal }) =>
      ask(
        "heatCellSchema",
        `/api/w/${workspace}/heat-map/touchpoints${query({ ...asked, ...cell })}`,
        { signal },
      ),
    staleTime: 60_000,
  });
}
