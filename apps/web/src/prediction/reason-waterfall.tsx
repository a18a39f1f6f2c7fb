import type { ScoreDetail } from "@causeway/platform-contract";
import { formatPoints } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import { formatAmount, formatScore } from "./score-words.ts";
import { type Step, waterfall } from "./waterfall.ts";

interface ScoreProps {
  readonly score: ScoreDetail;
}

const barWidth = 132;

function Bar({
  step,
  low,
  high,
}: {
  readonly step: Step;
  readonly low: number;
  readonly high: number;
}) {
  const span = Math.max(1, high - low);
  const x = (value: number) => ((value - low) / span) * (barWidth - 2) + 1;
  const left = Math.min(x(step.from), x(step.to));
  const width = Math.max(1.5, Math.abs(x(step.to) - x(step.from)));
  return (
    <svg width={barWidth} height="22" viewBox={`0 0 ${barWidth} 22`} aria-hidden="true">
      <path d={`M${x(step.to)} 16V28`} stroke="var(--ctl)" strokeDasharray="1 2" />
      <rect
        x={left}
        y="6"
        width={width}
        height="10"
        fill={step.reason.points < 0 ? "none" : "var(--ink2)"}
        stroke="var(--ink2)"
      />
    </svg>
  );
}

/** What signals the outcome, as a waterfall from the average to the score; no promise that doing it helps. */
export function ReasonWaterfall({ score }: ScoreProps) {
  const { t, label, locale } = useTexts();
  const { task, baseRate } = score;
  const { steps, low, high } = waterfall(score.reasons, baseRate, task === "binary" ? 100 : 1);
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("prediction.predicts")}</h3>
        <span className="t12 t3">{t("prediction.predictsHint")}</span>
        <span className="space" />
        <span className="t12 t2 nowrap">
          {formatScore({ task, value: baseRate }, locale)} → {formatScore(score, locale)}
        </span>
      </div>
      <ul>
        {steps.map((step) => (
          <li key={step.reason.feature} className="why-reason">
            <span
              className="cut"
              title={`${label(step.reason.label)} · ${label(step.reason.value)}`}
            >
              {label(step.reason.label)} <span className="t3">{label(step.reason.value)}</span>
            </span>
            <Bar step={step} low={low} high={high} />
            <span className="right">
              {task === "binary"
                ? formatPoints(step.reason.points)
                : formatAmount(step.reason.points, locale)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
