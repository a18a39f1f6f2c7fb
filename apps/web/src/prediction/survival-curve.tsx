import type { CurvePoint } from "@causeway/platform-contract";
import { formatPercent } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import "./survival-curve.css";
import { curvePath, daysOfHalf, type Spot } from "./curve-path.ts";

export interface CurveProps {
  readonly points: readonly CurvePoint[];
  /** What is left is shown, not what has come. */
  readonly falls: boolean;
  readonly width?: number;
  readonly height?: number;
}

const [left, bottom, top] = [34, 20, 8];

/** The chance over time with its 90 % band, and the day on which it is even. */
export function SurvivalCurve({ points, falls, width = 400, height = 132 }: CurveProps) {
  const { t } = useTexts();
  const last = points.at(-1)?.days ?? 1;
  const x = (days: number) => left + (days / last) * (width - left - 10);
  const y = (share: number) => top + (1 - (falls ? 1 - share : share)) * height;
  const from: CurvePoint = { days: 0, share: 0, low: 0, high: 0 };
  const all = [from, ...points];
  const line = (pick: (point: CurvePoint) => number): readonly Spot[] =>
    all.map((point) => [x(point.days), y(pick(point))]);
  const half = daysOfHalf(points);
  const said = points
    .filter((_, place) => place % 3 === 2 || place === points.length - 1)
    .map(({ days, share, low, high }) => {
      const shown = falls ? 1 - share : share;
      const [least, most] = falls ? [1 - high, 1 - low] : [low, high];
      return t("prediction.curvePoint", {
        days: Math.round(days),
        share: formatPercent(shown),
        low: formatPercent(least),
        high: formatPercent(most),
      });
    });
  return (
    <figure className="survival-curve">
      <svg
        viewBox={`0 0 ${width} ${height + top + bottom}`}
        role="img"
        aria-label={`${t(falls ? "prediction.curveStays" : "prediction.curveComes")}: ${said.join(", ")}`}
      >
        {[0, 0.5, 1].map((mark) => (
          <g key={mark}>
            <path d={`M${left} ${y(falls ? 1 - mark : mark)}H${width - 10}`} className="marks" />
            <text x={left - 6} y={y(falls ? 1 - mark : mark) + 4} textAnchor="end" className="axis">
              {mark * 100}%
            </text>
          </g>
        ))}
        {[0, 1 / 3, 2 / 3, 1].map((share) => (
          <text
            key={share}
            x={x(share * last)}
            y={height + top + 16}
            textAnchor={share === 1 ? "end" : share === 0 ? "start" : "middle"}
            className="axis"
          >
            {t("prediction.curveDay", { day: Math.round(share * last) })}
          </text>
        ))}
        <path
          d={`${curvePath(line(({ low }) => low))}${curvePath([...line(({ high }) => high)].reverse(), "L")}Z`}
          className="band"
        />
        <path d={curvePath(line(({ share }) => share))} className="line" />
        {half !== undefined && (
          <path d={`M${x(half)} ${y(0.5)}V${y(falls ? 1 : 0)}`} className="half" />
        )}
      </svg>
      <figcaption className="t12 t3">
        {half === undefined
          ? t("prediction.curveNoHalf", { days: Math.round(last) })
          : t("prediction.curveHalf", { count: Math.round(half) })}
      </figcaption>
    </figure>
  );
}
