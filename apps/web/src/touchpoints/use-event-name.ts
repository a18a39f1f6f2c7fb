import type { TrackingPlan } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../access/session.ts";
import { trackingPlanQuery } from "../api/source-queries.ts";
import { useTexts } from "../texts/text.ts";

/** What types of events are called in the tracking plan; a type without a title keeps its own name. */
export function eventNames(
  plan: Pick<TrackingPlan, "types"> | undefined,
  label: ReturnType<typeof useTexts>["label"],
): (name: string) => string {
  // Rules may write a type in any case: it is compared in small letters.
  const titles = new Map(
    (plan?.types ?? []).flatMap(({ name, label: title }) =>
      title === null ? [] : [[name.toLowerCase(), label(title)] as const],
    ),
  );
  return (name) => titles.get(name.toLowerCase()) ?? name;
}

/** The same for the workspace that is open. */
export function useEventName(): (name: string) => string {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const { data: plan } = useQuery(trackingPlanQuery(id));
  return useMemo(() => eventNames(plan, label), [plan, label]);
}
