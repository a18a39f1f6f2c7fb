import type { Locale } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask, query } from "./client.ts";
import { keepWithin } from "./keep-within.ts";
import { ProblemError } from "./problem-error.ts";

/** Grades of the records in view; the ids are sorted, so that the same rows share one answer. */
export function scoresQuery(workspace: string, object: string, ids: readonly string[]) {
  const sorted = [...ids].sort();
  const queryKey = ["w", workspace, "scores", object, "many", sorted];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask(
        "scoresSchema",
        `/api/w/${workspace}/scores/${object}${query({ ids: sorted.join(",") })}`,
        {
          signal,
        },
      ),
    enabled: sorted.length > 0,
    placeholderData: keepWithin(queryKey, 5),
  });
}

/** The records of an object that its first prediction puts highest. */
export function topScoresQuery(workspace: string, object: string, top: number) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", object, "top", top],
    queryFn: ({ signal }) =>
      ask("scoresSchema", `/api/w/${workspace}/scores/${object}${query({ top })}`, { signal }),
  });
}

/** What a prediction (the first of the object unless named) says of one record; null where it says nothing. */
export function scoreQuery(workspace: string, object: string, id: string, prediction?: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", object, "one", id, prediction ?? ""],
    queryFn: async ({ signal }) => {
      const path = `/api/w/${workspace}/scores/${object}/${id}${query({ prediction })}`;
      try {
        return await ask("scoreDetailSchema", path, { signal });
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

export function predictionsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "predictions"],
    queryFn: ({ signal }) =>
      ask("predictionsSchema", `/api/w/${workspace}/predictions`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.predictions.some(({ training }) => training !== null) ? 2000 : false,
  });
}

export function predictionQuery(workspace: string, name: string) {
  return queryOptions({
    queryKey: ["w", workspace, "scores", "predictions", name],
    queryFn: ({ signal }) =>
      ask("predictionStateSchema", `/api/w/${workspace}/predictions/${name}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.training ? 1000 : false),
  });
}

/** The card of a version; it never changes. */
export function modelCardQuery(workspace: string, name: string, version: number) {
  return queryOptions({
    queryKey: ["w", workspace, "model-card", name, version],
    queryFn: ({ signal }) =>
      ask("modelCardSchema", `/api/w/${workspace}/predictions/${name}/versions/${version}`, {
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whose twin: a record's own, or, of an account, also that of the companies beneath it. */
export interface TwinSubject {
  readonly object: string;
  readonly id: string;
  readonly group?: "beneath" | undefined;
}

/** The twin at a glance; null where nobody has been seen yet. */
export function twinQuery(workspace: string, { object, id, group }: TwinSubject, locale: Locale) {
  return queryOptions({
    queryKey: ["w", workspace, "touchpoints", "twin", object, id, group ?? "", locale],
    queryFn: async ({ signal }) => {
      try {
        return await ask(
          "twinSchema",
          `/api/w/${workspace}/twin/${object}/${id}${query({ locale, group })}`,
          { signal },
        );
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** Parts of a window: marks closer than a few pixels would be drawn as one anyway. */
const bins = 600;
/** Rows that a list of what followed shows. */
export const listedEvents = 200;

export interface TimelineWindow {
  readonly from: string;
  readonly to: string;
}

/** What the picture of a window shows; an event may stand for many of its kind. */
export function timelineQuery(
  workspace: string,
  subject: TwinSubject,
  window: TimelineWindow,
  locale: Locale,
) {
  return readTimeline(workspace, subject, { ...window, bins }, locale);
}

/** The first events of a window one by one, and whether there are more. */
export function firstEventsQuery(
  workspace: string,
  subject: TwinSubject,
  window: TimelineWindow,
  locale: Locale,
) {
  const range = { ...window, order: "oldest", limit: listedEvents + 1 } as const;
  return readTimeline(workspace, subject, range, locale);
}

/** One event as it arrived; it never changes. */
export function rawEventQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: ["w", workspace, "raw-event", id],
    queryFn: ({ signal }) => ask("rawEventSchema", `/api/w/${workspace}/events/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function readTimeline(
  workspace: string,
  { object, id, group }: TwinSubject,
  range: TimelineWindow & Readonly<Record<string, string | number>>,
  locale: Locale,
) {
  const queryKey = [
    "w",
    workspace,
    "touchpoints",
    "timeline",
    object,
    id,
    group ?? "",
    range,
    locale,
  ];
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      ask(
        "timelineSchema",
        `/api/w/${workspace}/twin/${object}/${id}/timeline${query({ ...range, locale, group })}`,
        { signal },
      ),
    placeholderData: keepWithin(queryKey, 7),
  });
}
