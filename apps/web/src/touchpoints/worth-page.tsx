import type { TouchpointWorth, TouchpointWorths } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { worthQuery } from "../api/worth-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber, formatPercent } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useTexts } from "../texts/text.ts";
import { TouchpointTabs } from "./touchpoint-tabs.tsx";
import { WorthProposal } from "./worth-proposal.tsx";
import "./touchpoints.css";

function WorthRow({
  worth,
  scale,
}: {
  readonly worth: TouchpointWorth;
  readonly scale: readonly [number, number];
}) {
  const { label, locale } = useTexts();
  const { gain } = worth;
  const number = (value: number) => formatNumber(Math.round(value), locale);
  return (
    <tr>
      <td>{label(worth.label)}</td>
      <td className="number">{formatNumber(worth.touchpoints, locale)}</td>
      <td className="number">{formatPercent(worth.reach)}</td>
      <td>
        <span className="row">
          <IntervalRuler
            label={
              gain
                ? `${label(worth.label)} ${number(gain.value)} [${number(gain.low)}, ${number(gain.high)}]`
                : label(worth.label)
            }
            estimate={gain}
            scale={scale}
            base={0}
            width={140}
            height={14}
            tone={gain && gain.low > 0 ? "accent" : "ink"}
          />
          {gain && (
            <span className="t12 t2 nowrap">
              {number(gain.value)} [{number(gain.low)}, {number(gain.high)}]
            </span>
          )}
        </span>
      </td>
      <td className="number">
        {worth.q === null ? "—" : worth.q < 0.001 ? "<0.001" : worth.q.toFixed(3)}
      </td>
      <td>{worth.tier}</td>
      <td className="nowrap">
        <WorthProposal worth={worth} />
      </td>
      <td className="t12 t2 long">{label(worth.reason)}</td>
    </tr>
  );
}

function WorthTable({ data }: { readonly data: TouchpointWorths }) {
  const { t, locale } = useTexts();
  const gains = data.types.flatMap(({ gain }) => gain ?? []);
  const scale = [
    Math.min(0, ...gains.map(({ low }) => low)),
    Math.max(1, ...gains.map(({ high }) => high)),
  ] as const;
  const silent = Math.round((100 * (data.tested - data.telling)) / Math.max(1, data.tested));
  return (
    <section className="panel">
      <p className="t13">
        {t("touchpoints.worthSays", {
          tested: data.tested,
          telling: data.telling,
          silent,
          leads: formatNumber(data.leads, locale),
        })}{" "}
        {t("touchpoints.worthTiers")}
      </p>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("touchpoints.type")}</th>
            <th className="number">{t("touchpoints.count")}</th>
            <th className="number">{t("touchpoints.reachShare")}</th>
            <th>{t("touchpoints.gain")}</th>
            <th className="number">{t("touchpoints.adjusted")}</th>
            <th>{t("touchpoints.tierNow")}</th>
            <th>{t("touchpoints.proposed")}</th>
            <th>{t("touchpoints.because")}</th>
          </tr>
        </thead>
        <tbody>
          {data.types.map((worth) => (
            <WorthRow key={worth.type} worth={worth} scale={scale} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Which touchpoints say something about sales, and the tier that follows. */
export function WorthPage() {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [prediction, setPrediction] = useState("lead-grade");
  const { data, error, refetch } = useQuery(worthQuery(id, prediction));
  const refresh = useMutation({
    mutationFn: () =>
      tell(`/api/w/${id}/touchpoint-worth/refresh?prediction=${encodeURIComponent(prediction)}`),
    onSettled: () =>
      client.invalidateQueries({ queryKey: ["w", id, "scores", "touchpoint-worth"] }),
  });
  const isBusy = refresh.isPending || Boolean(data?.isComputing);
  return (
    <>
      <PageTop
        title={t("touchpoints.worthTitle")}
        area={t("shell.touchpoints")}
        hint={
          data?.computedAt
            ? t("touchpoints.worthAsOf", {
                time: formatMoment(new Date(data.computedAt), locale, new Date()),
              })
            : t("touchpoints.worthHint")
        }
        switches={<TouchpointTabs current="worth" />}
      >
        {data && data.choices.length > 1 && (
          <select
            className="input worth-of"
            aria-label={t("touchpoints.worthOf")}
            value={prediction}
            onChange={(event) => setPrediction(event.target.value)}
          >
            {data.choices.map(({ name, label: words }) => (
              <option key={name} value={name}>
                {label(words)}
              </option>
            ))}
          </select>
        )}
        <button type="button" className="button" disabled={isBusy} onClick={() => refresh.mutate()}>
          {isBusy ? t("touchpoints.worthComputing") : t("touchpoints.worthRefresh")}
        </button>
      </PageTop>
      <div className="columns">
        <div className="body">
          {(error ?? refresh.error) && (
            <ProblemBox error={error ?? refresh.error} onRetry={() => void refetch()} />
          )}
          {((!data && !error) || (data?.state === "none" && isBusy)) && <Skeleton rows={8} />}
          {data?.state === "none" && !isBusy && (
            <EmptyState title={t("touchpoints.worthNone")} hint={t("touchpoints.worthNoneHint")}>
              <button type="button" className="button primary" onClick={() => refresh.mutate()}>
                {t("touchpoints.worthBegin")}
              </button>
            </EmptyState>
          )}
          {data?.state === "too-few" && (
            <EmptyState
              title={t("touchpoints.worthTooFew")}
              hint={t("touchpoints.worthTooFewHint")}
            />
          )}
          {data?.state === "ready" && <WorthTable data={data} />}
        </div>
      </div>
    </>
  );
}
