import type { Score } from "@causeway/platform-contract";
import { formatPercent, formatRange } from "../format/numbers.ts";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { WhyNumber } from "../parts/why-number.tsx";
import { useTexts } from "../texts/text.ts";

interface GradeCellProps {
  readonly score: Score | undefined;
  readonly onAsk: () => void;
  readonly width?: number;
}

/** A grade with its interval on a ruler; the dotted line opens the reasons. */
export function GradeCell({ score, onAsk, width = 40 }: GradeCellProps) {
  const { t } = useTexts();
  if (!score) return <span className="t3">—</span>;
  const percent = formatPercent(score.probability);
  const label = t("prediction.gradeOf", {
    grade: score.grade,
    percent,
    range: formatRange(score.low, score.high),
  });
  return (
    <span className="grade">
      <WhyNumber onAsk={onAsk} label={label}>
        <b>{score.grade}</b> {percent}
      </WhyNumber>
      <IntervalRuler
        label={label}
        estimate={{ value: score.probability, low: score.low, high: score.high }}
        base={score.baseRate}
        width={width}
      />
    </span>
  );
}
