import type { Twin } from "@causeway/platform-contract";
import { type PointerEvent, useRef } from "react";
import { formatMonth } from "../format/dates.ts";
import { useTexts } from "../texts/text.ts";
import { clampRange, dayMs, scaleOf, spanOf, type TimeRange, ticksOf } from "./time-range.ts";
import { gutter } from "./twin-timeline.tsx";

interface DensityBrushProps {
  readonly density: Twin["density"];
  readonly range: TimeRange;
  readonly bounds: TimeRange;
  readonly width: number;
  readonly onRange: (range: TimeRange) => void;
}

const height = 30;

/** Twelve months by week; the frame is what the time line shows, and can be dragged. */
export function DensityBrush({ density, range, bounds, width: whole, onRange }: DensityBrushProps) {
  const { t, locale } = useTexts();
  const width = Math.max(200, whole - gutter);
  const scale = scaleOf(bounds, width);
  const most = Math.max(1, ...density.map(({ count }) => count));
  const dragging = useRef(false);
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const half = spanOf(range) / 2;
    const at = scale.at(x);
    onRange(clampRange({ from: at - half, to: at + half }, bounds));
  };
  const barWidth = Math.max(2, scale.x(bounds.from + 7 * dayMs) - 2);
  const frame = {
    x: scale.x(range.from),
    width: Math.max(6, scale.x(range.to) - scale.x(range.from)),
  };
  return (
    <div className="density">
      <span className="t12 t2">{t("twin.density")}</span>
      <svg
        role="img"
        aria-label={t("twin.brush")}
        width={width}
        height={height + 18}
        onPointerDown={(event) => {
          dragging.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          move(event);
        }}
        onPointerMove={(event) => {
          if (dragging.current) move(event);
        }}
        onPointerUp={() => {
          dragging.current = false;
        }}
      >
        {density.map(({ week, count }) => {
          const from = Date.parse(week);
          const inside = from + 7 * dayMs > range.from && from < range.to;
          const tall = (count / most) * (height - 4);
          return (
            <rect
              key={week}
              x={scale.x(from)}
              y={height - tall}
              width={barWidth}
              height={tall}
              fill={inside ? "var(--customer)" : "var(--ctl)"}
              opacity={inside ? 1 : 0.5}
            />
          );
        })}
        <path d={`M0 ${height + 0.5}H${width}`} stroke="var(--line)" />
        <rect
          x={frame.x + 0.75}
          y={0.75}
          width={Math.min(frame.width, width - frame.x) - 1.5}
          height={height - 0.5}
          rx={3}
          fill="var(--accent)"
          fillOpacity=".06"
          stroke="var(--accent)"
          strokeWidth="1.5"
        />
        {ticksOf(bounds, width, 76).map(({ at }) => (
          <text key={at} x={scale.x(at)} y={height + 15} className="axis">
            {formatMonth(new Date(at), locale)}
          </text>
        ))}
      </svg>
    </div>
  );
}
