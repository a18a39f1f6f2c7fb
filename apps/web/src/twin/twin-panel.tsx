import type { Touchpoint, Twin } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { accountGroupQuery } from "../api/group-queries.ts";
import { type TwinSubject, timelineQuery, twinQuery } from "../api/insight-queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { DensityBrush } from "./density-brush.tsx";
import { boundsOf, type Preset, presetRange, rangeAround } from "./initial-range.ts";
import { Next72Hours } from "./next-72-hours.tsx";
import { RebuildNote } from "./rebuild-note.tsx";
import { middleOf, type TimeRange, windowFor, zoomRange, zoomStep } from "./time-range.ts";
import { laneOrder } from "./timeline-layout.ts";
import { TwinTimeline } from "./twin-timeline.tsx";
import { useWidth } from "./use-width.ts";

interface TwinPanelProps {
  readonly object: string;
  readonly id: string;
  /** Event to begin with, as from a source chip. */
  readonly eventId?: string | undefined;
  readonly eventAt?: number | undefined;
}

interface SelectedEvent {
  readonly eventId: string;
  readonly at: number;
}

function Legend() {
  const { t } = useTexts();
  return (
    <span className="row t12 t3 legend">
      <svg width="9" height="9" aria-hidden="true">
        <circle cx="4.5" cy="4.5" r="4.5" fill="var(--ink3)" />
      </svg>
      {t("twin.l1")}
      <svg width="9" height="9" aria-hidden="true">
        <circle cx="4.5" cy="4.5" r="3.5" fill="none" stroke="var(--ink3)" strokeWidth="1.6" />
      </svg>
      {t("twin.l2")}
      <svg width="9" height="9" aria-hidden="true">
        <circle cx="4.5" cy="4.5" r="1.8" fill="var(--ink3)" />
      </svg>
      {t("twin.l3")}
    </span>
  );
}

/** For those who have no wheel. */
function ZoomButtons({ onZoom }: { readonly onZoom: (factor: number) => void }) {
  const { t } = useTexts();
  return (
    <span className="row zoom">
      {(
        [
          ["twin.zoomOut", ZoomOut, 1 / zoomStep],
          ["twin.zoomIn", ZoomIn, zoomStep],
        ] as const
      ).map(([name, icon, factor]) => (
        <button
          key={name}
          type="button"
          className="button quiet icon"
          aria-label={t(name)}
          title={t(name)}
          onClick={() => onZoom(factor)}
        >
          <Icon of={icon} />
        </button>
      ))}
    </span>
  );
}

/** The event before or after the selected one, of those on screen. */
function neighbour(
  touchpoints: readonly Touchpoint[],
  selected: SelectedEvent | null,
  by: 1 | -1,
): SelectedEvent | null {
  const ordered = touchpoints
    .filter(({ tier }) => tier !== "L3")
    .map(({ eventId, occurredAt }) => ({ eventId, at: Date.parse(occurredAt) }))
    .sort((a, b) => a.at - b.at);
  const at = ordered.findIndex(({ eventId }) => eventId === selected?.eventId);
  if (at < 0) return ordered.at(by === 1 ? 0 : -1) ?? null;
  return ordered[at + by] ?? null;
}

function TwinChart({
  twin,
  subject,
  eventId,
  eventAt,
  children,
}: Pick<TwinPanelProps, "eventId" | "eventAt"> & {
  readonly twin: Twin;
  readonly subject: TwinSubject;
  readonly children: ReactNode;
}) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const [now] = useState(() => Date.now());
  const bounds = useMemo(() => boundsOf(twin, now), [twin, now]);
  const [selected, setSelected] = useState<SelectedEvent | null>(() => {
    if (eventId !== undefined && eventAt !== undefined) return { eventId, at: eventAt };
    const moment = twin.keyMoments.reduce<Twin["keyMoments"][number] | null>(
      (latest, each) => (latest === null || each.occurredAt > latest.occurredAt ? each : latest),
      null,
    );
    return moment ? { eventId: moment.eventId, at: Date.parse(moment.occurredAt) } : null;
  });
  const select = useCallback(
    (event: string, at: number) => setSelected({ eventId: event, at }),
    [],
  );
  const [preset, setPreset] = useState<Preset | null>("10d");
  const [range, setRange] = useState<TimeRange>(() => rangeAround(selected?.at ?? null, twin, now));
  const [ref, width] = useWidth<HTMLDivElement>();
  const asked = windowFor(range);
  const { data, error, refetch } = useQuery(
    timelineQuery(
      workspace,
      subject,
      { from: new Date(asked.from).toISOString(), to: new Date(asked.to).toISOString() },
      locale,
    ),
  );
  const kinds = laneOrder.filter((kind) =>
    twin.totals.some((total) => total.kind === kind && total.count > 0),
  );
  const touchpoints = data?.touchpoints ?? [];
  const change = (next: TimeRange) => {
    setPreset(null);
    setRange(next);
  };
  return (
    <>
      <div className="timeline-head">
        <h2>{t("twin.title")}</h2>
        <Legend />
        <span className="space" />
        {children}
        <ZoomButtons
          onZoom={(factor) => change(zoomRange(range, factor, middleOf(range), bounds))}
        />
        <Segments
          label={t("twin.title")}
          value={preset ?? ("none" as Preset)}
          options={[
            { value: "72h", text: t("twin.range72") },
            { value: "10d", text: t("twin.range10") },
            { value: "quarter", text: t("twin.rangeQuarter") },
            { value: "all", text: t("twin.rangeAll") },
          ]}
          onChange={(next) => {
            setPreset(next);
            setRange(presetRange(next, twin, now));
          }}
        />
      </div>
      <RebuildNote since={twin.rebuildingSince} />
      <div className="timeline-body" ref={ref}>
        {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {width > 0 && (
          <>
            <TwinTimeline
              touchpoints={touchpoints}
              keyMoments={twin.keyMoments}
              kinds={kinds}
              range={range}
              bounds={bounds}
              now={now}
              width={width}
              selected={selected}
              onRange={change}
              onSelect={select}
              onStep={(by) => setSelected((held) => neighbour(touchpoints, held, by) ?? held)}
            />
            <DensityBrush
              density={twin.density}
              range={range}
              bounds={bounds}
              width={width}
              onRange={change}
            />
          </>
        )}
      </div>
      <div className="timeline-foot">
        {selected ? (
          <Next72Hours subject={subject} at={selected.at} onSelect={select} />
        ) : (
          <p className="t13 t3">{t("twin.clickHint")}</p>
        )}
      </div>
    </>
  );
}

/** The time line of one customer with its density and what followed an event. */
export function TwinPanel(props: TwinPanelProps) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { object, id, eventId, eventAt } = props;
  const { data: group } = useQuery({
    ...accountGroupQuery(workspace, id),
    enabled: object === "account",
  });
  const [isWide, setIsWide] = useState(false);
  const isHead = group != null && group.beneath.length > 0;
  const subject: TwinSubject = { object, id, ...(isWide && isHead && { group: "beneath" }) };
  const { data: twin, error, refetch } = useQuery(twinQuery(workspace, subject, locale));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (twin === undefined) return <Skeleton rows={7} height={28} />;
  if (twin === null || twin.totals.every(({ count }) => count === 0)) {
    if (twin?.rebuildingSince != null) return <RebuildNote since={twin.rebuildingSince} />;
    return (
      <EmptyState title={t("twin.emptyTitle")} hint={t("twin.emptyHint")}>
        {isHead && !isWide && (
          <button type="button" className="button primary" onClick={() => setIsWide(true)}>
            {t("groups.withBeneath")}
          </button>
        )}
        <PathLink path={`/w/${workspace}/touchpoints`} className="button">
          {t("workbench.connectSource")}
        </PathLink>
      </EmptyState>
    );
  }
  return (
    <TwinChart
      key={`${object} ${id} ${subject.group}`}
      twin={twin}
      subject={subject}
      eventId={eventId}
      eventAt={eventAt}
    >
      {isHead && (
        <label className="row t13">
          <input
            type="checkbox"
            className="check"
            checked={isWide}
            onChange={(event) => setIsWide(event.target.checked)}
          />
          {t("groups.withBeneath")} ({group.beneath.length})
        </label>
      )}
    </TwinChart>
  );
}
