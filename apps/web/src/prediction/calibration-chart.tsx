import type { ModelCard } from "@causeway/platform-contract";
import { formatPercent } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";

const size = 260;
const left = 34;
const bottom = 22;

/** What the model said against what happened, a dot for each tenth of the cases. */
export function CalibrationChart({ points }: { readonly points: ModelCard["calibration"] }) {
  const { t } = useTexts();
  const x = (value: number) => left + value * size;
  const y = (value: number) => 8 + (1 - value) * size;
  const marks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <section>
      <h2>{t("prediction.calibration")}</h2>
      <p className="t12 t3">{t("prediction.calibrationHint")}</p>
      <svg
        width={left + size + 12}
        height={size + bottom + 22}
        role="img"
        aria-label={`${t("prediction.calibration")}: ${points
          .map(
            ({ predicted, observed }) => `${formatPercent(predicted)} → ${formatPercent(observed)}`,
          )
          .join(", ")}`}
      >
        {marks.map((mark) => (
          <g key={mark}>
            <path d={`M${x(0)} ${y(mark)}H${x(1)}`} stroke="var(--line2)" />
            <text x={left - 6} y={y(mark) + 4} textAnchor="end" className="axis">
              {mark * 100}
            </text>
            <text x={x(mark)} y={size + bottom} textAnchor="middle" className="axis">
              {mark * 100}
            </text>
          </g>
        ))}
        <path d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} stroke="var(--ctl)" strokeDasharray="4 4" />
        {points.map(({ predicted, observed, count }) => (
          <circle key={predicted} cx={x(predicted)} cy={y(observed)} r="4" fill="var(--accent)">
            <title>
              {`${t("prediction.predicted")} ${formatPercent(predicted)} · ${t("prediction.observed")} ${formatPercent(observed)} · ${t("prediction.cases")} ${count}`}
            </title>
          </circle>
        ))}
        <text x={x(1)} y={size + bottom + 18} textAnchor="end" className="axis">
          {t("prediction.predicted")} %
        </text>
        <text x={left + 6} y={20} className="axis">
          {t("prediction.observed")} %
        </text>
      </svg>
    </section>
  );
}
