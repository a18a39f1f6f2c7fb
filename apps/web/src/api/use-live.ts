import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { createThrottle, staleKeys } from "./live.ts";

const refreshMs = 500;

/** Keeps the pages of a workspace fresh while they are open. */
export function useLive(workspace: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const push = createThrottle(
      refreshMs,
      (keys) => {
        for (const queryKey of keys) void client.invalidateQueries({ queryKey });
      },
      (run, ms) => setTimeout(run, ms),
    );
    const stream = new EventSource(`/api/w/${workspace}/live`);
    stream.onmessage = ({ data }) => push(staleKeys(workspace, String(data)));
    return () => stream.close();
  }, [client, workspace]);
}
