import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { rawEventQuery } from "../api/insight-queries.ts";
import { sourcesQuery } from "../api/source-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

/** An event as it arrived: when, from where, under which ids, and every byte of what was said. */
export function RawEvent({ id }: { readonly id: string }) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: event, error, refetch } = useQuery(rawEventQuery(workspace, id));
  const { data: sources } = useQuery(sourcesQuery(workspace));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!event) return <Skeleton rows={3} />;
  const source = sources?.sources.find((each) => each.id === event.sourceId);
  const moment = (text: string) => formatMoment(new Date(text), locale, new Date());
  return (
    <div className="raw-event">
      <p className="t12 t2">
        {[
          t("twin.happenedAt", { time: moment(event.occurredAt) }),
          t("twin.receivedAt", { time: moment(event.receivedAt) }),
          event.userId !== null && `userId ${event.userId}`,
          event.anonymousId !== null && `anonymousId ${event.anonymousId}`,
        ]
          .filter(Boolean)
          .join(" · ")}
        {source && (
          <>
            {" · "}
            <PathLink path={`/w/${workspace}/touchpoints?source=${source.id}`} className="link">
              {source.name}
            </PathLink>
          </>
        )}
      </p>
      <pre>{JSON.stringify(event.payload, null, 2)}</pre>
    </div>
  );
}
