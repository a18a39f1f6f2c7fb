import { consentWords, purposeWords } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { withheldRunsQuery } from "../api/agent-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

/** Runs that did not begin: about whom, what would have been done, and which consent was missing. */
export function WithheldTable() {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(withheldRunsQuery(id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={5} />;
  if (data.runs.length === 0) {
    return <EmptyState title={t("agents.withheldEmpty")} hint={t("agents.withheldEmptyHint")} />;
  }
  return (
    <div className="withheld">
      <p className="t12 t3">{t("agents.withheldHint")}</p>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("agents.would")}</th>
            <th>{t("agents.subject")}</th>
            <th>{t("agents.why")}</th>
            <th>{t("agents.withheldAt")}</th>
            <th>
              <span className="visually-hidden">{t("agents.seeConsent")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.runs.map((run) => {
            const page = `/w/${id}/records/${run.subject.object}/${run.subject.id}`;
            return (
              <tr key={`${run.agent} ${run.subject.id} ${run.at}`}>
                <td>{label(run.headline)}</td>
                <td>
                  <PathLink path={page}>{run.subject.title}</PathLink>
                </td>
                <td>
                  {label(purposeWords[run.purpose])} · {label(consentWords[run.reason])}
                </td>
                <td className="nowrap">{formatMoment(new Date(run.at), locale, new Date())}</td>
                <td className="right nowrap">
                  <PathLink path={`${page}?tab=privacy`}>{t("agents.seeConsent")}</PathLink>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
