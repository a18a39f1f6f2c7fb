import type { Touchpoint } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import {
  firstEventsQuery,
  listedEvents,
  type TwinSubject,
  timelineQuery,
} from "../api/insight-queries.ts";
import { liveWeightsQuery } from "../api/weight-queries.ts";
import { formatDuration, formatMoment, formatOffset } from "../format/dates.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { changesByEvent, type WeightStep } from "../weights/changes-by-event.ts";
import { formatWeight } from "../weights/rule-words.ts";
import { kindIcons } from "./kinds.ts";
import { RawEvent } from "./raw-event.tsx";
import { windowMs } from "./twin-timeline.tsx";

interface Next72HoursProps {
  readonly subject: TwinSubject;
  readonly at: number;
  /** Goes on from another event; must not change from one drawing to the next. */
  readonly onSelect: (eventId: string, at: number) => void;
}

interface RowProps extends Pick<Next72HoursProps, "onSelect"> {
  readonly touchpoint: Touchpoint;
  /** What the hours count from; null while the rows are still those of an event chosen before. */
  readonly at: number | null;
  /** What it moved; null where no tag of this customer has moved at all. */
  readonly changes: readonly WeightStep[] | null;
}

function Row({ touchpoint, at, changes, onSelect }: RowProps) {
  const { t, locale } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const occurred = new Date(touchpoint.occurredAt);
  const lasted =
    touchpoint.durationMs === null ? null : formatDuration(touchpoint.durationMs / 1000, locale);
  const { eventId } = touchpoint;
  return (
    <>
      <tr data-event={eventId}>
        <td className="t3 nowrap">{at === null ? "" : formatOffset(occurred.getTime() - at)}</td>
        <td title={t(`twin.${touchpoint.kind}`)}>
          <Icon of={kindIcons[touchpoint.kind]} size={14} />
          <span className="visually-hidden">{t(`twin.${touchpoint.kind}`)}</span>
        </td>
        <td className="nowrap">{touchpoint.personName ?? t("twin.unknownPerson")}</td>
        <td className="what">
          {[touchpoint.title, touchpoint.detail, lasted].filter(Boolean).join(" · ")}
        </td>
        {changes !== null && (
          <td className="t12">
            {changes.length === 0 ? (
              <span className="t3">—</span>
            ) : (
              changes.map(({ tag, delta }) => `${tag} ${formatWeight(delta, true)}`).join(" · ")
            )}
          </td>
        )}
        <td className="nowrap t12">{formatMoment(occurred, locale, new Date())}</td>
        <td className="nowrap">
          <button
            type="button"
            className="link t12"
            aria-expanded={isOpen}
            aria-label={t("twin.rawOf", { title: touchpoint.title })}
            onClick={() => setIsOpen(!isOpen)}
          >
            #{eventId}
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={changes === null ? 6 : 7}>
            <RawEvent id={eventId} />
            {occurred.getTime() !== at && (
              <button
                type="button"
                className="button"
                onClick={() => onSelect(eventId, occurred.getTime())}
              >
                {t("twin.from72")}
              </button>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** Everything the customer did in the 72 hours after one event; left alone while the picture above moves. */
export const Next72Hours = memo(function Next72Hours({ subject, at, onSelect }: Next72HoursProps) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const window = { from: new Date(at).toISOString(), to: new Date(at + windowMs).toISOString() };
  const events72 = firstEventsQuery(workspace, subject, window, locale);
  const { data, error, refetch, isPlaceholderData } = useQuery(events72);
  const isLong = data !== undefined && data.touchpoints.length > listedEvents;
  // A list that is cut short is counted by what the picture knows.
  const { data: all } = useQuery({
    ...timelineQuery(workspace, subject, window, locale),
    enabled: isLong,
  });
  const { data: weights } = useQuery(liveWeightsQuery(workspace, subject.object, subject.id));
  const moved = weights && weights.tags.length > 0 ? changesByEvent(weights.tags) : null;
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const events = data.touchpoints.slice(0, listedEvents);
  const counted = isLong ? all?.touchpoints : events;
  const count = counted?.reduce((sum, touchpoint) => sum + touchpoint.count, 0);
  const people = isLong ? undefined : new Set(events.map(({ profileId }) => profileId)).size;
  const kinds = counted && new Set(counted.map(({ kind }) => kind)).size;
  return (
    <section className="next72" aria-label={t("twin.next72")} aria-busy={isPlaceholderData}>
      <div className="row" style={{ marginBottom: 4 }}>
        <h3>{t("twin.next72")}</h3>
        <span className="t12 t3">
          {[
            count !== undefined && t("twin.events", { count }),
            people !== undefined && t("twin.people", { count: people }),
            kinds !== undefined && t("twin.kinds", { count: kinds }),
            isLong && t("twin.firstListed", { count: events.length }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
      <table className="plain">
        <thead>
          <tr>
            <th style={{ width: 64 }}>{t("twin.after")}</th>
            <th style={{ width: 26 }}>
              <span className="visually-hidden">{t("touchpoints.kind")}</span>
            </th>
            <th style={{ width: 96 }}>{t("twin.who")}</th>
            <th>{t("twin.what")}</th>
            {moved !== null && <th style={{ width: 168 }}>{t("twin.moved")}</th>}
            <th style={{ width: 96 }}>{t("twin.source")}</th>
            <th style={{ width: 80 }}>{t("twin.raw")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((touchpoint) => (
            <Row
              key={touchpoint.eventId}
              touchpoint={touchpoint}
              changes={moved && (moved.get(touchpoint.eventId) ?? [])}
              at={isPlaceholderData ? null : at}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
});
