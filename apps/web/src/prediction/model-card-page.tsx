import type { LeadGradeState, ModelCard } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { leadGradeQuery } from "../api/insight-queries.ts";
import { formatDay, formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { type Verdict, VerdictLight } from "../parts/verdict-light.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { type TextKey, useTexts } from "../texts/text.ts";
import "./model-card.css";
import { CalibrationChart } from "./calibration-chart.tsx";

const verdicts: Readonly<
  Record<ModelCard["verdict"], { readonly light: Verdict; readonly text: TextKey }>
> = {
  usable: { light: "good", text: "prediction.usable" },
  "no-signal": { light: "unknown", text: "prediction.noSignal" },
  "too-few": { light: "warn", text: "prediction.tooFew" },
};

interface MetricProps {
  readonly label: string;
  readonly estimate: ModelCard["auc"];
  readonly scale: readonly [number, number];
  readonly base?: number;
  readonly percent?: boolean;
}

function Metric({ label, estimate, scale, base, percent }: MetricProps) {
  if (!estimate) return null;
  const show = (value: number) => (percent ? `${Math.round(value * 100)}` : value.toFixed(2));
  const value = percent ? `${show(estimate.value)}%` : show(estimate.value);
  const range = `${show(estimate.low)}–${show(estimate.high)}`;
  return (
    <div className="metric">
      <span className="t12 t3">{label}</span>
      <div className="row">
        <span className="metric-value">{value}</span>
        <span className="t12 t2">{range}</span>
      </div>
      <IntervalRuler
        label={`${label} ${value} (${range})`}
        estimate={estimate}
        scale={scale}
        base={base}
        width={160}
        height={16}
      />
    </div>
  );
}

function Facts({ card }: { readonly card: ModelCard }) {
  const { t, locale } = useTexts();
  const now = new Date();
  const day = (iso: string | null) => (iso === null ? "—" : formatDay(new Date(iso), locale, now));
  const facts = [
    [
      t("prediction.rows"),
      t("prediction.rowsValue", {
        rows: formatNumber(card.rows, locale),
        positives: formatNumber(card.positives, locale),
      }),
    ],
    [t("prediction.trainedAt"), formatMoment(new Date(card.trainedAt), locale, now)],
    [t("prediction.period"), `${day(card.from)} – ${day(card.to)}`],
    [t("prediction.ece"), card.ece === null ? "—" : `${(card.ece * 100).toFixed(1)}%`],
  ] as const;
  return (
    <dl className="card-facts t13">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="t12 t3">{name}</dt>
          <dd className="t2">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Importance({ card }: { readonly card: ModelCard }) {
  const { t, label } = useTexts();
  const most = Math.max(...card.importance.map(({ weight }) => weight), 1e-9);
  return (
    <section>
      <h2>{t("prediction.importance")}</h2>
      <p className="t12 t3">{t("prediction.importanceHint")}</p>
      <ul className="importance">
        {card.importance.slice(0, 15).map((feature) => (
          <li key={feature.feature}>
            <span className="cut">{label(feature.label)}</span>
            <span className="bar">
              <i style={{ width: `${(feature.weight / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ card }: { readonly card: ModelCard }) {
  const { t, label } = useTexts();
  const { light, text } = verdicts[card.verdict];
  return (
    <>
      <section className="panel">
        <div className="row">
          <VerdictLight verdict={light} word={t(text)} />
          <span className="t12 t3">{t("prediction.model", { model: `v${card.version}` })}</span>
        </div>
        <p className="says">{label(card.says)}</p>
        <Facts card={card} />
      </section>
      <section className="panel metrics">
        <Metric label={t("prediction.auc")} estimate={card.auc} scale={[0.4, 1]} base={0.5} />
        <Metric
          label={t("prediction.accuracy")}
          estimate={card.accuracy}
          scale={[0, 1]}
          base={Math.max(card.positives, card.rows - card.positives) / Math.max(1, card.rows)}
          percent
        />
        <Metric label={t("prediction.brier")} estimate={card.brier} scale={[0, 0.5]} />
        <span className="t12 t3 metrics-note">
          {t("prediction.heldOut")} · {t("shell.interval90")}
        </span>
      </section>
      <div className="card-columns">
        {card.calibration.length > 0 && <CalibrationChart points={card.calibration} />}
        {card.importance.length > 0 && <Importance card={card} />}
      </div>
    </>
  );
}

function Content({ state }: { readonly state: LeadGradeState }) {
  const { t } = useTexts();
  return (
    <>
      {state.training && (
        <section className="panel">
          <h3>{t("prediction.training")}</h3>
          <Progress label={t("prediction.training")} done={state.training.progress} total={1} />
          <p className="t12 t3">{t("access.goesOn")}</p>
        </section>
      )}
      {state.current ? (
        <Card card={state.current} />
      ) : (
        !state.training && (
          <EmptyState title={t("prediction.noModel")} hint={t("prediction.noModelHint")} />
        )
      )}
    </>
  );
}

/** What the lead grade rests on and how right it has been, on data it had not seen. */
export function ModelCardPage() {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(leadGradeQuery(id));
  const train = useMutation({
    mutationFn: () => tell(`/api/w/${id}/models/lead-grade/train`),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "scores"] }),
  });
  return (
    <>
      <PageTop
        title={t("prediction.cardTitle")}
        hint={t("prediction.cardHint")}
        switches={<InsightTabs current="predictions" />}
      >
        {isAtLeast(role, "admin") && (
          <button
            type="button"
            className="button"
            disabled={train.isPending || Boolean(data?.training)}
            onClick={() => train.mutate()}
          >
            {t("prediction.train")}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="body">
          {(error ?? train.error) && (
            <ProblemBox error={error ?? train.error} onRetry={() => void refetch()} />
          )}
          {!data && !error && <Skeleton rows={8} />}
          {data && <Content state={data} />}
        </div>
      </div>
    </>
  );
}
