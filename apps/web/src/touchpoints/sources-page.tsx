import type { Source } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { sourcesQuery } from "../api/source-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";
import "./touchpoints.css";
import { NewSourceDialog } from "./new-source-dialog.tsx";
import { healthOf, healthVerdicts } from "./source-health.ts";
import { SourcePanel } from "./source-panel.tsx";
import { TouchpointTabs } from "./touchpoint-tabs.tsx";

function SourceRow({
  source,
  chosen,
  onChoose,
}: {
  readonly source: Source;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { t, locale } = useTexts();
  const now = new Date();
  const health = healthOf(source, now.getTime());
  return (
    <tr className={chosen ? "on" : undefined} onClick={onChoose}>
      <td>
        <span className="row">
          <span className="t3">
            <Icon of={kindIcons[source.kind]} size={14} />
          </span>
          <button type="button" className="row-button cut source-name" onClick={onChoose}>
            {source.name}
          </button>
        </span>
      </td>
      <td>{t(`twin.${source.kind}`)}</td>
      <td>
        <VerdictLight verdict={healthVerdicts[health]} word={t(`touchpoints.${health}`)} />
      </td>
      <td className="number">{formatNumber(source.events24h, locale)}</td>
      <td className="number">{formatNumber(source.rejected24h + source.deadLetters, locale)}</td>
      <td className="nowrap">
        {source.lastEventAt === null ? "—" : formatAgo(new Date(source.lastEventAt), locale, now)}
      </td>
      <td className="nowrap">
        <code>{source.keyStart}</code>
      </td>
    </tr>
  );
}

function SourceTable({
  sources,
  chosenId,
  onChoose,
}: {
  readonly sources: readonly Source[];
  readonly chosenId: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useTexts();
  return (
    <table className="plain choosable">
      <thead>
        <tr>
          <th>{t("touchpoints.name")}</th>
          <th>{t("touchpoints.kind")}</th>
          <th>{t("touchpoints.health")}</th>
          <th className="number">{t("touchpoints.events24h")}</th>
          <th className="number">{t("touchpoints.notTaken")}</th>
          <th>{t("touchpoints.lastEvent")}</th>
          <th>{t("touchpoints.keyStart")}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow
            key={source.id}
            source={source}
            chosen={source.id === chosenId}
            onChoose={() => onChoose(source.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

/** Where touchpoints come from: sources, their health, how to connect them, what arrives. */
export function SourcesPage() {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/touchpoints" });
  const change = useSearchChange<typeof search>();
  const { data, error, refetch } = useQuery(sourcesQuery(id));
  const sources = data?.sources ?? [];
  const chosen = sources.find((source) => source.id === search.source);
  const mayCreate = isAtLeast(role, "admin");
  const create = () => change({ event: "new" });
  return (
    <>
      <PageTop title={t("shell.touchpoints")} switches={<TouchpointTabs current="sources" />}>
        {mayCreate && (
          <button type="button" className="button primary" onClick={create}>
            <Icon of={Plus} size={14} />
            {t("touchpoints.newSource")}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="body">
          {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={5} />}
          {data && sources.length === 0 && (
            <EmptyState title={t("touchpoints.empty")} hint={t("touchpoints.emptyHint")}>
              {mayCreate && (
                <button type="button" className="button primary" onClick={create}>
                  {t("touchpoints.newSource")}
                </button>
              )}
            </EmptyState>
          )}
          {sources.length > 0 && (
            <SourceTable
              sources={sources}
              chosenId={chosen?.id}
              onChoose={(source) => change({ source })}
            />
          )}
        </div>
        {chosen && <SourcePanel source={chosen} onClose={() => change({ source: undefined })} />}
      </div>
      {search.event === "new" && mayCreate && (
        <NewSourceDialog
          onClose={(source) => change({ event: undefined, ...(source ? { source } : {}) })}
        />
      )}
    </>
  );
}
