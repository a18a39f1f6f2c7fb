import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";

interface Command {
  /** Below the prediction: `/train`. */
  readonly path: string;
  readonly method?: "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
}

/** Tells the server something about a prediction; what it changes is asked for anew. */
export function usePredictionCommand(name: string) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method = "POST", body }: Command) =>
      tell(`/api/w/${id}/predictions/${name}${path}`, { method, body }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "scores"] }),
  });
}

export type PredictionCommand = ReturnType<typeof usePredictionCommand>;
