import type { PredictionSummary } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { predictionsQuery } from "../api/insight-queries.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { Icon } from "../parts/icon.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { objectNamed } from "../records/schema-fields.ts";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./predictions.css";
import { verdicts } from "./model-card.tsx";

/** What may be said of a prediction at a glance: in force, found nothing, never trained. */
function State({ prediction }: { readonly prediction: PredictionSummary }) {
  const { t } = useTexts();
  const { current, latest, training } = prediction;
  if (training) {
    return <Progress label={t("prediction.training")} done={training.progress} total={1} />;
  }
  if (current) {
    const word = t("prediction.inForce", { version: `v${current.version}` });
    return <VerdictLight verdict="good" word={word} />;
  }
  if (latest) {
    const { light, text } = verdicts[latest.verdict];
    return latest.verdict === "usable" ? (
      <VerdictLight verdict="pending" word={t("prediction.waiting")} />
    ) : (
      <VerdictLight verdict={light} word={t(text)} />
    );
  }
  return <VerdictLight verdict="pending" word={t("prediction.untrained")} />;
}

function ScoreCell({ prediction }: { readonly prediction: PredictionSummary }) {
  const shown = prediction.current ?? prediction.latest;
  if (!shown?.score) return <span className="t3">—</span>;
  const { value, low, high } = shown.score;
  const isBinary = prediction.task === "binary";
  const name = isBinary ? "AUC" : "R²";
  const words = `${name} ${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  return (
    <span className="row">
      <span>
        <span className="t12 t3">{name}</span> {value.toFixed(2)}
      </span>
      <IntervalRuler
        label={words}
        estimate={shown.score}
        scale={isBinary ? [0.4, 1] : [0, 1]}
        {...(isBinary ? { base: 0.5 } : {})}
        width={64}
      />
    </span>
  );
}

/** Every prediction of the company: what it says, how good it is, how fresh. */
export function PredictionsPage() {
  const { t, label, locale } = useTexts();
  const { id, role } = useWorkspace();
  const { data, error, refetch } = useQuery(predictionsQuery(id));
  const { data: schema } = useQuery(schemaQuery(id));
  const now = new Date();
  return (
    <>
      <PageTop title={t("shell.insight")} switches={<InsightTabs current="predictions" />}>
        {isAtLeast(role, "admin") && (
          <PathLink path={`/w/${id}/insight/new`} className="button primary">
            <Icon of={Plus} size={14} />
            {t("prediction.define")}
          </PathLink>
        )}
      </PageTop>
      <div className="body scroll">
        {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton rows={6} />}
        {data?.predictions.every(({ latest, training }) => !latest && !training) && (
          <p className="t13 t2">{t("prediction.untrainedHint")}</p>
        )}
        {data && (
          <table className="plain predictions">
            <thead>
              <tr>
                <th>{t("prediction.name")}</th>
                <th>{t("prediction.object")}</th>
                <th>{t("prediction.state")}</th>
                <th>{t("prediction.heldOutScore")}</th>
                <th className="number">{t("prediction.scored")}</th>
                <th>{t("prediction.trainedAt")}</th>
              </tr>
            </thead>
            <tbody>
              {data.predictions.map((prediction) => {
                const object = objectNamed(schema, prediction.object);
                const trained = (prediction.current ?? prediction.latest)?.trainedAt;
                return (
                  <tr key={prediction.name}>
                    <td>
                      <PathLink
                        path={`/w/${id}/insight/predictions/${prediction.name}`}
                        className="cell-title"
                      >
                        {label(prediction.label)}
                      </PathLink>
                      <div className="t12 t3">{label(prediction.says)}</div>
                    </td>
                    <td>{object ? label(object.label) : prediction.object}</td>
                    <td>
                      <State prediction={prediction} />
                    </td>
                    <td>
                      <ScoreCell prediction={prediction} />
                    </td>
                    <td className="number">
                      {prediction.scored === 0 ? "—" : formatNumber(prediction.scored, locale)}
                    </td>
                    <td className="nowrap">
                      {trained === undefined ? "—" : formatAgo(new Date(trained), locale, now)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}
