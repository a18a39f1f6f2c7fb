import type { Score } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import { useWorkspace } from "../access/session.ts";
import { scoreQuery } from "../api/insight-queries.ts";
import { recordQuery } from "../api/record-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatPercent, formatPoints, formatRange } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./why-drawer.css";
import { RichText } from "./rich-text.tsx";
import { type Step, waterfall } from "./waterfall.ts";

interface WhyDrawerProps {
  readonly object: string;
  readonly id: string;
  readonly onClose: () => void;
}

function Answer({ score }: { readonly score: Score }) {
  const { t } = useTexts();
  const percent = formatPercent(score.probability);
  const range = formatRange(score.low, score.high);
  const { similar } = score;
  return (
    <div className="answer">
      <div>
        <div className="answer-value">
          {Math.round(score.probability * 100)}
          <small>%</small> <span className="answer-grade">{score.grade}</span>
        </div>
        <IntervalRuler
          label={t("prediction.gradeOf", { grade: score.grade, percent, range })}
          estimate={{ value: score.probability, low: score.low, high: score.high }}
          base={score.baseRate}
          width={92}
          height={16}
        />
        <div className="t12 t3 nowrap">
          {t("prediction.average", { percent: formatPercent(score.baseRate) })}
        </div>
      </div>
      <p className="t13 t2">
        <RichText text={t("prediction.answer", { percent, range })} />{" "}
        {similar ? (
          <RichText
            text={t("prediction.record", {
              from: Math.round(similar.from * 100),
              to: Math.round(similar.to * 100),
              cases: similar.cases,
              won: similar.won,
              share: formatPercent(similar.won / Math.max(1, similar.cases)),
            })}
          />
        ) : (
          t("prediction.noRecord")
        )}
      </p>
    </div>
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

function Predicts({ score }: { readonly score: Score }) {
  const { t, label } = useTexts();
  const { steps, low, high } = waterfall(score.reasons, score.baseRate);
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("prediction.predicts")}</h3>
        <span className="t12 t3">{t("prediction.predictsHint")}</span>
        <span className="space" />
        <span className="t12 t2 nowrap">
          {formatPercent(score.baseRate)} → {formatPercent(score.probability)}
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
            <span className="right">{formatPoints(step.reason.points)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Freshness({ score }: { readonly score: Score }) {
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
        <span className="chip">{t("prediction.model", { model: score.modelId.slice(0, 8) })}</span>
      </div>
    </section>
  );
}

function useEscape(onClose: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) onClose();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onClose]);
}

/** A computed number explains itself: how sure, what drove it, how fresh. */
export function WhyDrawer({ object, id, onClose }: WhyDrawerProps) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: score, error, isPending } = useQuery(scoreQuery(workspace, object, id));
  const { data: record } = useQuery(recordQuery(workspace, object, id));
  useEscape(onClose);
  const title = score
    ? t("prediction.whyTitle", { percent: formatPercent(score.probability) })
    : t("prediction.grade");
  return (
    <aside className="side" aria-label={title}>
      <header className="side-head">
        <div className="space">
          <h2>{title}</h2>
          <div className="t12 t3">{record?.title}</div>
        </div>
        <kbd style={{ marginTop: 6 }}>Esc</kbd>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t("shell.close")}
          onClick={onClose}
        >
          <Icon of={X} />
        </button>
      </header>
      <div className="side-body">
        {error && <ProblemBox error={error} />}
        {isPending && <Skeleton />}
        {score === null && (
          <EmptyState title={t("prediction.noScore")} hint={t("prediction.noScoreHint")} />
        )}
        {score && (
          <>
            <Answer score={score} />
            <Predicts score={score} />
            <Freshness score={score} />
          </>
        )}
      </div>
      <footer className="side-foot">
        <PathLink path={`/w/${workspace}/insight`} className="button">
          {t("prediction.modelCard")}
        </PathLink>
        <PathLink path={`/w/${workspace}/records/${object}/${id}`} className="button quiet">
          {t("prediction.openRecord")}
        </PathLink>
      </footer>
    </aside>
  );
}
