import type { Touchpoint, TouchpointKind, Twin } from "@causeway/platform-contract";
import { useMemo } from "react";
import { formatAxisDay, formatClock, formatMoment, formatMonth } from "../format/dates.ts";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import "./twin.css";
import { kindIcons } from "./kinds.ts";
import { dayMs, scaleOf, type Tick, type TimeRange, ticksOf } from "./time-range.ts";
import {
  type Lane,
  layOutLanes,
  layOutMoments,
  type Mark,
  placeBeside,
  type Stretch,
  sortLanes,
  textWidth,
} from "./timeline-layout.ts";
import { useTimelineGestures } from "./use-timeline-gestures.ts";

interface TwinTimelineProps {
  readonly touchpoints: readonly Touchpoint[];
  readonly keyMoments: Twin["keyMoments"];
  readonly kinds: readonly TouchpointKind[];
  readonly range: TimeRange;
  readonly bounds: TimeRange;
  readonly now: number;
  readonly width: number;
  readonly selected: { readonly eventId: string; readonly at: number } | null;
  readonly onRange: (range: TimeRange) => void;
  readonly onSelect: (eventId: string, at: number) => void;
  readonly onStep: (by: 1 | -1) => void;
}

export const gutter = 88;
const laneHeight = 28;
const head = 46;
export const windowMs = 3 * dayMs;

interface MarkViewProps {
  readonly mark: Mark;
  readonly y: number;
  readonly inWindow: boolean;
  readonly selected: boolean;
}

function MarkShape({ mark, y, inWindow }: MarkViewProps) {
  const colour = inWindow ? "var(--customer)" : "var(--ink3)";
  if (mark.width > 10) {
    return (
      <rect x={mark.x - 4} y={y - 4.5} width={mark.width + 8} height={9} rx={4.5} fill={colour} />
    );
  }
  if (mark.tier === "L1") return <circle cx={mark.x} cy={y} r={4.5} fill={colour} />;
  if (mark.tier === "L2") {
    return (
      <circle cx={mark.x} cy={y} r={3.5} fill="var(--surface)" stroke={colour} strokeWidth={1.6} />
    );
  }
  return <circle cx={mark.x} cy={y} r={mark.count > 3 ? 2.6 : 1.9} fill={colour} />;
}

function LaneMarks({
  lane,
  y,
  window,
  selectedId,
  onSelect,
}: {
  readonly lane: Lane;
  readonly y: number;
  readonly window: TimeRange | null;
  readonly selectedId: string | null;
  readonly onSelect: TwinTimelineProps["onSelect"];
}) {
  return (
    <g>
      {lane.marks.map((mark) => {
        const at = Date.parse(mark.event.occurredAt);
        const inWindow = window !== null && at >= window.from && at <= window.to;
        const selected = mark.event.eventId === selectedId;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys on the chart do the same
          <g
            key={mark.event.eventId}
            className="mark"
            data-event={mark.event.eventId}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => onSelect(mark.event.eventId, at)}
          >
            <title>
              {mark.count > 1 ? `${mark.event.title} ×${mark.count}` : mark.event.title}
            </title>
            <rect x={mark.x - 12} y={y - 12} width={24} height={24} fill="transparent" />
            {selected && (
              <circle
                cx={mark.x}
                cy={y}
                r={7.5}
                fill="none"
                stroke="var(--accent)"
                strokeWidth={1.5}
              />
            )}
            <MarkShape mark={mark} y={y} inWindow={inWindow} selected={selected} />
            {mark.label !== null && (
              <text
                x={mark.x + Math.max(0, mark.width) + 10}
                y={y + 4}
                className={inWindow ? "mark-label in" : "mark-label"}
              >
                {mark.label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function tickText(tick: Tick, locale: "zh" | "en"): string {
  const date = new Date(tick.at);
  if (tick.unit === "month") return formatMonth(date, locale);
  if (tick.unit === "day") return formatAxisDay(date, locale);
  return formatMoment(date, locale, date);
}

function Window72({
  window,
  x,
  height,
  width,
}: {
  readonly window: TimeRange;
  readonly x: (at: number) => number;
  readonly height: number;
  readonly width: number;
}) {
  const { t, locale } = useTexts();
  const left = Math.max(0, x(window.from));
  const right = Math.min(width, x(window.to));
  if (right <= 0 || left >= width) return null;
  const wide = right - left;
  return (
    <g>
      <rect
        x={left}
        y={26}
        width={Math.max(0, wide)}
        height={height - 26}
        fill="var(--accent-bg)"
      />
      <path d={`M${left} 26V${height}`} stroke="var(--accent)" strokeWidth="1.5" />
      <path d={`M${right} 26V${height}`} stroke="var(--accent)" strokeDasharray="3 3" />
      {wide > wideForTitle && (
        <text x={left + 8} y={40} className="window-title">
          {t("twin.next72")}
        </text>
      )}
      {wide > wideForEnd && (
        <text x={right - 8} y={40} textAnchor="end" className="axis">
          {t("twin.until", { time: formatMoment(new Date(window.to), locale, new Date()) })}
        </text>
      )}
    </g>
  );
}

const wideForTitle = 90;
const wideForEnd = 210;

/** What the window of 72 hours writes at the height of the text of now: its edges, its title, its end. */
function takenBy(
  window: TimeRange | null,
  x: (at: number) => number,
  width: number,
): readonly Stretch[] {
  if (window === null) return [];
  const left = Math.max(0, x(window.from));
  const right = Math.min(width, x(window.to));
  const title = right - left > wideForTitle ? wideForTitle : 0;
  const end = right - left > wideForEnd ? wideForEnd - wideForTitle : 0;
  return [
    { from: left - 1, to: left + 1 + title },
    { from: right - 1 - end, to: right + 1 },
  ];
}

/** Lanes by kind over time. The wheel zooms, dragging moves, a click opens the next 72 hours. */
export function TwinTimeline(props: TwinTimelineProps) {
  const { touchpoints, keyMoments, kinds, range, now, selected, onSelect } = props;
  const { t, locale } = useTexts();
  const width = Math.max(200, props.width - gutter);
  const scale = useMemo(() => scaleOf(range, width), [range, width]);
  const sorted = useMemo(() => sortLanes(touchpoints), [touchpoints]);
  const lanes = useMemo(
    () => layOutLanes(sorted, kinds, scale, width),
    [sorted, kinds, scale, width],
  );
  const moments = layOutMoments(keyMoments, scale, width);
  const gestures = useTimelineGestures({ ...props, scale, gutter });
  const window = selected && { from: selected.at, to: selected.at + windowMs };
  const nowText = t("twin.now", { time: formatClock(new Date(now)) });
  const nowSide = placeBeside(scale.x(now), nowText, takenBy(window, scale.x, width), width);
  const bottom = head + kinds.length * laneHeight;
  const ticks = ticksOf(range, width, locale === "zh" ? 76 : 84);
  return (
    <div className="timeline" ref={gestures.ref}>
      <ul className="lane-names" style={{ paddingTop: head }}>
        {kinds.map((kind) => (
          <li key={kind} style={{ height: laneHeight }}>
            <Icon of={kindIcons[kind]} size={14} />
            {t(`twin.${kind}`)}
          </li>
        ))}
      </ul>
      <span className="moments-name">{t("twin.keyMoments")}</span>
      <svg
        role="application"
        aria-label={t("twin.chart")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart takes arrow keys
        tabIndex={0}
        width={width}
        height={bottom + 22}
        viewBox={`0 0 ${width} ${bottom + 22}`}
        {...gestures.handlers}
      >
        {window && <Window72 window={window} x={scale.x} height={bottom} width={width} />}
        <g stroke="var(--line2)">
          {kinds.map((kind, index) => (
            <path key={kind} d={`M0 ${head + index * laneHeight + 0.5}H${width}`} />
          ))}
          <path d={`M0 ${bottom + 0.5}H${width}`} />
        </g>
        {ticks.map((tick) => (
          <g key={tick.at}>
            <path
              d={`M${Math.round(scale.x(tick.at)) + 0.5} ${head}V${bottom + 4}`}
              stroke="var(--line2)"
            />
            {scale.x(tick.at) + 5 + textWidth(tickText(tick, locale)) <= width && (
              <text x={scale.x(tick.at) + 5} y={bottom + 16} className="axis">
                {tickText(tick, locale)}
              </text>
            )}
          </g>
        ))}
        {moments.map((moment) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys on the chart do the same
          <g
            key={moment.eventId}
            className="mark"
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => onSelect(moment.eventId, moment.at)}
          >
            <rect x={moment.x - 8} y={0} width={16} height={20} fill="transparent" />
            <path d={`M${moment.x} 6l4.5 5-4.5 5-4.5-5z`} fill="var(--customer)" />
            {moment.label !== null && (
              <text
                x={moment.x + (moment.side === "right" ? 8 : -8)}
                y={15}
                textAnchor={moment.side === "right" ? "start" : "end"}
                className="mark-label in"
              >
                {moment.label}
              </text>
            )}
          </g>
        ))}
        {lanes.map((lane, index) => (
          <LaneMarks
            key={lane.kind}
            lane={lane}
            y={head + index * laneHeight + laneHeight / 2}
            window={window}
            selectedId={selected?.eventId ?? null}
            onSelect={onSelect}
          />
        ))}
        {now > range.from && now < range.to && (
          <g>
            <path d={`M${scale.x(now)} ${head - 6}V${bottom}`} stroke="var(--ink)" />
            {nowSide !== null && (
              <text
                x={scale.x(now) + (nowSide === "left" ? -4 : 4)}
                y={head - 10}
                textAnchor={nowSide === "left" ? "end" : "start"}
                className="mark-label in"
              >
                {nowText}
              </text>
            )}
          </g>
        )}
      </svg>
    </div>
  );
}
