import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";
import { keepWithin } from "./keep-within.ts";

export function parametersQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "parameters"],
    queryFn: ({ signal }) => ask("parametersSchema", `/api/w/${workspace}/parameters`, { signal }),
  });
}

/** What changed values would do; asked only where something is changed and every bound is kept. */
export function parameterPreviewQuery(
  workspace: string,
  values: Readonly<Record<string, number>>,
  isValid: boolean,
) {
  const queryKey = ["w", workspace, "scores", "parameters", "preview", values];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask("parameterPreviewSchema", `/api/w/${workspace}/parameters/preview`, {
        method: "POST",
        body: { values },
        signal,
      }),
    enabled: isValid && Object.keys(values).length > 0,
    placeholderData: keepWithin(queryKey, 5),
  });
}
