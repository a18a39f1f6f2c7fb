import type { ScoreDetail } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { scoreQuery } from "../api/insight-queries.ts";
import { recordQuery } from "../api/record-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./why-drawer.css";
import { PastCases } from "./past-cases.tsx";
import { ReasonWaterfall } from "./reason-waterfall.tsx";
import { ScoreAnswer } from "./score-answer.tsx";
import { formatScore } from "./score-words.ts";
import { SurvivalCurve } from "./survival-curve.tsx";

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

/** Why the score may no longer hold. */
function Held({ score }: ScoreProps) {
  const { t, label, locale } = useTexts();
  if (score.stale.length === 0) return null;
  const now = new Date();
  return (
    <section className="why-held" aria-label={t("prediction.held")}>
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
            <ScoreAnswer score={score} />
            <Held score={score} />
            <Curve score={score} />
            <ReasonWaterfall score={score} />
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
