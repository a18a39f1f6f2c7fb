import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { allKeys, createThrottle, staleKeys } from "./live.ts";
import { whileVisible } from "./while-visible.ts";

const refreshMs = 500;

/** Keeps the pages of a workspace fresh while they can be seen, and brings them up to date when they can again. */
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
    let wasOpen = false;
    return whileVisible({ document, window }, () => {
      const stream = new EventSource(`/api/w/${workspace}/live`);
      stream.onmessage = ({ data }) => push(staleKeys(workspace, String(data)));
      // After a pause, of the page or of the server, what happened meanwhile was said to nobody.
      stream.onopen = () => {
        if (wasOpen) push(allKeys(workspace));
        wasOpen = true;
      };
      return () => stream.close();
    });
  }, [client, workspace]);
}
