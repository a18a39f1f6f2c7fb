import type { ModelCard as Card } from "@causeway/platform-contract";
import type { ReactNode } from "react";
import { formatDay, formatMoment } from "../format/dates.ts";
import { formatNumber, formatPercent, formatRange } from "../format/numbers.ts";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { type Verdict, VerdictLight } from "../parts/verdict-light.tsx";
import { type TextKey, useTexts } from "../texts/text.ts";
import "./model-card.css";
import { CalibrationChart } from "./calibration-chart.tsx";
import { formatAmount } from "./score-words.ts";
import { SurvivalCurve } from "./survival-curve.tsx";

export const verdicts: Readonly<
  Record<Card["verdict"], { readonly light: Verdict; readonly text: TextKey }>
> = {
  usable: { light: "good", text: "prediction.usable" },
  "no-signal": { light: "unknown", text: "prediction.noSignal" },
  "too-few": { light: "warn", text: "prediction.tooFew" },
};

interface MetricProps {
  readonly label: string;
  readonly estimate: Card["auc"];
  readonly scale: readonly [number, number];
  readonly base?: number;
  readonly percent?: boolean;
}

function Metric({ label, estimate, scale, base, percent }: MetricProps) {
  if (!estimate) return null;
  const show = (value: number) => value.toFixed(2);
  const value = percent ? formatPercent(estimate.value) : show(estimate.value);
  const range = percent
    ? formatRange(estimate.low, estimate.high)
    : `${show(estimate.low)}–${show(estimate.high)}`;
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

function Facts({ card }: { readonly card: Card }) {
  const { t, label, locale } = useTexts();
  const now = new Date();
  const day = (iso: string | null) => (iso === null ? "—" : formatDay(new Date(iso), locale, now));
  const count = (value: number) => formatNumber(value, locale);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(card.population ? [[t("prediction.population"), label(card.population)] as const] : []),
    [
      t("prediction.rows"),
      card.task === "binary"
        ? t("prediction.rowsAny", { rows: count(card.rows), positives: count(card.positives) })
        : count(card.rows),
    ],
    ...(card.cases === null ? [] : [[t("prediction.moments"), count(card.cases)] as const]),
    [t("prediction.period"), `${day(card.from)} – ${day(card.to)}`],
    ...(card.gapDays === null
      ? []
      : [
          [
            t("prediction.judged"),
            t(card.gapDays > 0 ? "prediction.judgedGap" : "prediction.judgedDecided", {
              days: card.gapDays,
            }),
          ] as const,
        ]),
    [t("prediction.trainedAt"), formatMoment(new Date(card.trainedAt), locale, now)],
    ...(card.dataAsOf === null
      ? []
      : [[t("prediction.dataAsOf"), formatMoment(new Date(card.dataAsOf), locale, now)] as const]),
    ...(card.ece === null
      ? []
      : [[t("prediction.ece"), `${(card.ece * 100).toFixed(1)}%`] as const]),
    ...(card.concordance === null
      ? []
      : [[t("prediction.concordance"), card.concordance.toFixed(2)] as const]),
    ...(card.mae === null ? [] : [[t("prediction.mae"), formatAmount(card.mae, locale)] as const]),
  ];
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

function Importance({ card }: { readonly card: Card }) {
  const { t, label } = useTexts();
  const most = Math.max(...card.importance.map(({ weight }) => weight), 1e-9);
  return (
    <section>
      <h2>{t("prediction.importance")}</h2>
      <p className="t12 t3">{t("prediction.importanceHint")}</p>
      <ul className="importance">
        {card.importance.slice(0, 15).map((feature) => (
          <li key={feature.feature}>
            <span className="cut" title={label(feature.label)}>
              {label(feature.label)}
            </span>
            <span className="bar">
              <i style={{ width: `${(feature.weight / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Of a prediction of time: when the outcome came in groups of like scores. */
function Curves({ card }: { readonly card: Card }) {
  const { t } = useTexts();
  if (card.curves.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t("prediction.curveGroups")}</h2>
      <p className="t12 t3">{t("prediction.curveGroupsHint")}</p>
      <div className="curve-groups">
        {card.curves.map(({ from, to, cases, points }) => (
          <div key={from}>
            <span className="label">
              {t("prediction.curveGroup", { range: formatRange(from, to), count: cases })}
            </span>
            <SurvivalCurve points={points} falls={false} width={260} height={100} />
          </div>
        ))}
      </div>
    </section>
  );
}

const recipes = { boosting: "prediction.boosting", logistic: "prediction.logistic" } as const;

/** Beside the simple rival, and beside the version that was in force. */
function Beside({ card }: { readonly card: Card }) {
  const { t } = useTexts();
  const { recipe, rival, compared, loss } = card;
  if (recipe === null) return null;
  const score = card.task === "binary" ? "AUC" : "R²";
  const own = (card.auc ?? card.r2)?.value ?? 0;
  return (
    <section className="panel">
      <h2>{t("prediction.beside")}</h2>
      <table className="plain beside">
        <thead>
          <tr>
            <th>{t("prediction.learner")}</th>
            <th className="number">{score}</th>
            <th className="number">{t("prediction.loss")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{t(recipes[recipe])}</td>
            <td className="number">{own.toFixed(3)}</td>
            <td className="number">{loss?.toPrecision(3) ?? "—"}</td>
            <td className="t12 t3">{t("prediction.taken")}</td>
          </tr>
          {rival && (
            <tr>
              <td>{t(recipes[rival.recipe])}</td>
              <td className="number">{rival.score.toFixed(3)}</td>
              <td className="number">{rival.loss.toPrecision(3)}</td>
              <td className="t12 t3">{t("prediction.rivalHint")}</td>
            </tr>
          )}
        </tbody>
      </table>
      {compared && (
        <p className="t13 t2">
          {t(`prediction.compared_${compared.verdict}`, {
            version: `v${compared.version}`,
            count: compared.cases,
            low: compared.gain?.low.toPrecision(2) ?? "",
            high: compared.gain?.high.toPrecision(2) ?? "",
          })}
        </p>
      )}
    </section>
  );
}

interface FindingsProps {
  readonly title: string;
  readonly hint: string;
  readonly findings: Card["leaks"];
  readonly onExclude?: ((feature: string) => void) | undefined;
}

function Findings({ title, hint, findings, onExclude }: FindingsProps) {
  const { t, label } = useTexts();
  if (findings.length === 0) return null;
  return (
    <section className="panel">
      <h2>{title}</h2>
      <p className="t12 t3">{hint}</p>
      <ul className="findings">
        {findings.map((finding) => (
          <li key={finding.feature}>
            <b>{label(finding.label)}</b>
            <span className="t2">{label(finding.why)}</span>
            {onExclude && (
              <button
                type="button"
                className="button quiet"
                onClick={() => onExclude(finding.feature)}
              >
                {t("prediction.exclude")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Limits({ card }: { readonly card: Card }) {
  const { t, label } = useTexts();
  const moved = card.drift?.features ?? [];
  return (
    <section className="panel">
      <h2>{t("prediction.limits")}</h2>
      <ul className="limits t13 t2">
        {card.drift?.drifted && <li>{t("prediction.drifted")}</li>}
        {moved.length > 0 && (
          <li>
            {t("prediction.moved")}{" "}
            {moved.map((each) => `${label(each.label)} (PSI ${each.psi.toFixed(2)})`).join(" · ")}
          </li>
        )}
        {card.monotone.length > 0 && (
          <li>
            {t("prediction.monotoneCard")}{" "}
            {card.monotone
              .map((each) => `${label(each.label)} (${t(`prediction.monotone_${each.direction}`)})`)
              .join(" · ")}
          </li>
        )}
        {card.limits.map((limit) => (
          <li key={limit.en}>{label(limit)}</li>
        ))}
      </ul>
    </section>
  );
}

interface ModelCardProps {
  readonly card: Card;
  readonly onExclude?: ((feature: string) => void) | undefined;
}

/** What a version rests on and how right it has been, on cases it had not seen. */
export function ModelCard({ card, onExclude }: ModelCardProps) {
  const { t, label } = useTexts();
  const { light, text } = verdicts[card.verdict];
  const majority = Math.max(card.positives, card.rows - card.positives) / Math.max(1, card.rows);
  return (
    <>
      <section className="panel">
        <div className="row">
          {card.doubt === null ? (
            <VerdictLight verdict={light} word={t(text)} />
          ) : (
            <VerdictLight verdict="warn" word={t("prediction.doubtful")} />
          )}
          <span className="t12 t3">{t("prediction.model", { model: `v${card.version}` })}</span>
        </div>
        <p className="says">{label(card.says)}</p>
        {card.doubt && <p className="t13 warn">{label(card.doubt)}</p>}
        <Facts card={card} />
      </section>
      {card.verdict !== "too-few" && (
        <section className="panel metrics">
          <Metric label={t("prediction.auc")} estimate={card.auc} scale={[0.4, 1]} base={0.5} />
          <Metric
            label={t("prediction.accuracy")}
            estimate={card.accuracy}
            scale={[0, 1]}
            base={majority}
            percent
          />
          <Metric label={t("prediction.brier")} estimate={card.brier} scale={[0, 0.5]} />
          <Metric label={t("prediction.r2")} estimate={card.r2} scale={[0, 1]} />
          <span className="t12 t3 metrics-note">
            {t("prediction.heldOut")} · {t("shell.interval90")}
          </span>
        </section>
      )}
      {(card.calibration.length > 0 || card.importance.length > 0) && (
        <div className="card-columns">
          {card.calibration.length > 0 && <CalibrationChart points={card.calibration} />}
          {card.importance.length > 0 && <Importance card={card} />}
        </div>
      )}
      <Curves card={card} />
      <Beside card={card} />
      <Findings
        title={t("prediction.leaks")}
        hint={t("prediction.leaksHint")}
        findings={card.leaks}
      />
      <Findings
        title={t("prediction.suspects")}
        hint={t("prediction.suspectsHint")}
        findings={card.suspects}
        onExclude={onExclude}
      />
      <Limits card={card} />
    </>
  );
}
