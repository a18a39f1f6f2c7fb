import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { predictionsQuery } from "../api/insight-queries.ts";
import { demoQuery } from "../api/session-queries.ts";
import { type Computing, computingOf } from "./computing.ts";

/** What leads wait for, if for anything; the live stream keeps it. */
export function useComputing(): Computing {
  const { id, isDemo } = useWorkspace();
  const { data } = useQuery(predictionsQuery(id));
  const { data: demo } = useQuery({ ...demoQuery(id), enabled: isDemo });
  return computingOf(data?.predictions ?? [], demo);
}
