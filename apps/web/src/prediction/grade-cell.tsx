import type { Score } from "@causeway/platform-contract";
import { TriangleAlert } from "lucide-react";
import { Icon } from "../parts/icon.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { WhyNumber } from "../parts/why-number.tsx";
import { useTexts } from "../texts/text.ts";
import "./grade-cell.css";
import { formatScore, formatScoreRange, scaleOf } from "./score-words.ts";

interface GradeCellProps {
  readonly score: Score | undefined;
  readonly onAsk: () => void;
  readonly width?: number;
}

/** A score with its interval on a ruler; grey with the reason where it may no longer hold. The dotted line opens the reasons. */
export function GradeCell({ score, onAsk, width = 40 }: GradeCellProps) {
  const { t, label, locale } = useTexts();
  if (!score) return <span className="t3">—</span>;
  const value = formatScore(score, locale);
  const range = formatScoreRange(score, locale);
  const stale = score.stale.map((reason) => label(reason.label)).join(" · ");
  const words =
    score.grade === null
      ? t("prediction.scoreOf", { value, range })
      : t("prediction.gradeOf", { grade: score.grade, percent: value, range });
  return (
    <span className={stale === "" ? "grade" : "grade stale-grade"}>
      <WhyNumber onAsk={onAsk} label={stale === "" ? words : `${words} · ${stale}`}>
        {score.grade !== null && <b>{score.grade} </b>}
        <span className="score-value">{value}</span>
      </WhyNumber>
      <IntervalRuler
        label={words}
        estimate={{ value: score.value, low: score.low, high: score.high }}
        base={score.baseRate}
        scale={scaleOf(score)}
        tone={stale === "" ? "accent" : "ink"}
        width={width}
      />
      {stale !== "" && (
        <span className="warn" title={stale}>
          <Icon of={TriangleAlert} size={12} />
        </span>
      )}
    </span>
  );
}
