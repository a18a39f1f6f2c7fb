import { type ScoreDetail, wholePercent } from "@causeway/platform-contract";
import { formatPercent, formatRange } from "../format/numbers.ts";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { useTexts } from "../texts/text.ts";
import { RichText } from "./rich-text.tsx";
import { formatScore, formatScoreRange, scaleOf } from "./score-words.ts";

interface ScoreProps {
  readonly score: ScoreDetail;
}

function Sentence({ score }: ScoreProps) {
  const { t, label, locale } = useTexts();
  const value = formatScore(score, locale);
  const range = formatScoreRange(score, locale);
  if (score.prediction === "lead-grade") {
    const { horizonDays } = score;
    return (
      <RichText
        text={
          horizonDays === null
            ? t("prediction.answer", { percent: value, range })
            : t("prediction.answerWithin", { percent: value, range, days: horizonDays })
        }
      />
    );
  }
  const says = label(score.says);
  return (
    <RichText
      text={t(score.task === "binary" ? "prediction.answerAny" : "prediction.answerNumber", {
        says,
        value,
        range,
      })}
    />
  );
}

/** The number with its interval, in one sentence, and how often such numbers came true. */
export function ScoreAnswer({ score }: ScoreProps) {
  const { t, locale } = useTexts();
  const value = formatScore(score, locale);
  const range = formatScoreRange(score, locale);
  const { similar } = score;
  return (
    <div className="answer">
      <div>
        <div className={score.stale.length > 0 ? "answer-value stale-value" : "answer-value"}>
          {score.task === "binary" ? (
            <>
              {wholePercent(score.value)}
              <small>%</small>
            </>
          ) : (
            value
          )}{" "}
          {score.grade !== null && <span className="answer-grade">{score.grade}</span>}
        </div>
        <IntervalRuler
          label={t("prediction.scoreOf", { value, range })}
          estimate={{ value: score.value, low: score.low, high: score.high }}
          base={score.baseRate}
          scale={scaleOf(score)}
          tone={score.stale.length > 0 ? "ink" : "accent"}
          width={92}
          height={16}
        />
        <div className="t12 t3 nowrap">
          {t("prediction.averageAny", {
            value: formatScore({ task: score.task, value: score.baseRate }, locale),
          })}
        </div>
      </div>
      <p className="t13 t2">
        <Sentence score={score} />{" "}
        {similar ? (
          <RichText
            text={t("prediction.record", {
              range: formatRange(similar.from, similar.to),
              cases: similar.cases,
              won: similar.won,
              share: formatPercent(similar.won / Math.max(1, similar.cases)),
            })}
          />
        ) : (
          score.task === "binary" && t("prediction.noRecord")
        )}
      </p>
    </div>
  );
}
