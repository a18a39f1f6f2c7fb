import { type PastCase, type ScoreDetail, wholePercent } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { scoreQuery } from "../api/insight-queries.ts";
import { recordQuery } from "../api/record-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatPercent, formatPoints, formatRange } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./why-drawer.css";
import { RichText } from "./rich-text.tsx";
import { formatAmount, formatScore, formatScoreRange, scaleOf } from "./score-words.ts";
import { SurvivalCurve } from "./survival-curve.tsx";
import { type Step, waterfall } from "./waterfall.ts";

interface WhyDrawerProps {
  readonly object: string;
  readonly id: string;
  /** The first prediction of the object unless given. */
  readonly prediction?: string | undefined;
  readonly onClose: () => void;
}

interface ScoreProps {
  readonly score: ScoreDetail;
}

function Sentence({ score }: ScoreProps) {
  const { t, label, locale } = useTexts();
  const value = formatScore(score, locale);
  const range = formatScoreRange(score, locale);
  if (score.prediction === "lead-grade") {
    return <RichText text={t("prediction.answer", { percent: value, range })} />;
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

function Answer({ score }: ScoreProps) {
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

/** Why the score may no longer hold. */
function Held({ score }: ScoreProps) {
  const { t, label, locale } = useTexts();
  if (score.stale.length === 0) return null;
  const now = new Date();
  return (
    <section className="held" aria-label={t("prediction.held")}>
      <h3 className="row">
        <Icon of={TriangleAlert} size={14} />
        {t("prediction.held")}
      </h3>
      <ul className="t13 t2">
        {score.stale.map(({ code, label: why, since }) => (
          <li key={`${code} ${why.en}`}>
            {label(why)}
            {since !== null && (
              <span className="t3"> · {formatMoment(new Date(since), locale, now)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CaseRow({ past, score }: ScoreProps & { readonly past: PastCase }) {
  const { t, label, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { task, object } = score;
  const outcome =
    task === "binary"
      ? t(past.outcome > 0.5 ? "prediction.cameTrue" : "prediction.cameNot")
      : formatAmount(past.outcome, locale);
  return (
    <li className="past-case">
      <PathLink
        path={`/w/${workspace}/records/${object}/${past.recordId}`}
        className="cell-link cut"
      >
        {past.title}
      </PathLink>
      <span className="nowrap t3">{formatScore({ task, value: past.predicted }, locale)} →</span>
      <span className="nowrap">{outcome}</span>
      <span className="t12 t3 cut past-alike">
        {formatMoment(new Date(past.at), locale, new Date())}
        {past.alike.length > 0 &&
          ` · ${t("prediction.alike")} ${past.alike.map(label).join(" · ")}`}
      </span>
    </li>
  );
}

function PastCases({ score }: ScoreProps) {
  const { t } = useTexts();
  if (score.cases.length === 0) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("prediction.pastCases")}</h3>
        <span className="t12 t3">{t("prediction.pastCasesHint")}</span>
      </div>
      <ul>
        {score.cases.map((past) => (
          <CaseRow key={past.recordId} past={past} score={score} />
        ))}
      </ul>
    </section>
  );
}

/** How the chance grows, where time is what is predicted. */
function Curve({ score }: ScoreProps) {
  const { t } = useTexts();
  if (score.curve === null) return null;
  const { points, falls } = score.curve;
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t(falls ? "prediction.curveStays" : "prediction.curveComes")}</h3>
        <span className="t12 t3">{t("prediction.curveHint")}</span>
      </div>
      <SurvivalCurve points={points} falls={falls} />
    </section>
  );
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

function Predicts({ score }: ScoreProps) {
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
          <li key={step.reason.feature} className="reason">
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

function Freshness({ score }: ScoreProps) {
  const { t, locale } = useTexts();
  const now = new Date();
  const at = (iso: string) => formatMoment(new Date(iso), locale, now);
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("prediction.fresh")}</h3>
      </div>
      <div className="row" style={{ flexWrap: "wrap", gap: "4px 6px" }}>
        <span className="chip">{t("prediction.asOf", { time: at(score.asOf) })}</span>
        <span className="chip">{t("prediction.computed", { time: at(score.computedAt) })}</span>
        <span className="chip">{t("prediction.model", { model: `v${score.modelVersion}` })}</span>
      </div>
    </section>
  );
}

/** The predictions that speak of this record. */
function Switch({
  score,
  onChoose,
}: ScoreProps & { readonly onChoose: (prediction: string) => void }) {
  const { t, label } = useTexts();
  if (score.predictions.length < 2) return null;
  return (
    <Segments
      label={t("insight.predictions")}
      value={score.prediction}
      options={score.predictions.map(({ name, label: words }) => ({
        value: name,
        text: label(words),
      }))}
      onChange={onChoose}
    />
  );
}

/** A computed number explains itself: how sure, what drove it, how it went before, how fresh. */
export function WhyDrawer({ object, id, prediction, onClose }: WhyDrawerProps) {
  const { t, label, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const [chosen, setChosen] = useState(prediction);
  const { data: score, error, isPending } = useQuery(scoreQuery(workspace, object, id, chosen));
  const { data: record } = useQuery(recordQuery(workspace, object, id));
  const title = score
    ? t("prediction.whyTitle", { percent: formatScore(score, locale) })
    : t("prediction.grade");
  return (
    <aside className="side" aria-label={title}>
      <SideHead
        escapes
        title={title}
        hint={[record?.title, score && label(score.label)].filter(Boolean).join(" · ")}
        onClose={onClose}
      />
      <div className="side-body">
        {error && <ProblemBox error={error} />}
        {isPending && <Skeleton />}
        {score === null && (
          <EmptyState title={t("prediction.noScore")} hint={t("prediction.noScoreHint")} />
        )}
        {score && (
          <>
            <Switch score={score} onChoose={setChosen} />
            <Answer score={score} />
            <Held score={score} />
            <Curve score={score} />
            <Predicts score={score} />
            <PastCases score={score} />
            <Freshness score={score} />
          </>
        )}
      </div>
      <footer className="side-foot">
        <PathLink
          path={`/w/${workspace}/insight${score ? `/predictions/${score.prediction}` : ""}`}
          className="button"
        >
          {t("prediction.modelCard")}
        </PathLink>
        <PathLink path={`/w/${workspace}/records/${object}/${id}`} className="button quiet">
          {t("prediction.openRecord")}
        </PathLink>
      </footer>
    </aside>
  );
}
