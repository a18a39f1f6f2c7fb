import { useQueries, useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { topScoresQuery } from "../api/insight-queries.ts";
import { recordQuery } from "../api/record-queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { GradeCell } from "../prediction/grade-cell.tsx";
import { textOf } from "../records/schema-fields.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { useComputing } from "./use-computing.ts";

const shown = 12;

/** Beside an inbox with nothing to decide: the open leads that are most likely to buy, each with its reasons. */
export function HotLeads({ onWhy }: { readonly onWhy: (lead: string) => void }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data } = useQuery(topScoresQuery(id, "lead", shown));
  const computing = useComputing();
  const scores = data?.scores ?? [];
  const leads = useQueries({
    queries: scores.map(({ recordId }) => recordQuery(id, "lead", recordId)),
    combine: (answers) =>
      answers.flatMap(({ data: lead }) => (lead && lead.deletedAt === null ? [lead] : [])),
  });
  if (!data) return null;
  if (scores.length === 0) {
    return (
      <EmptyState
        title={t("workbench.hotLeadsNone")}
        hint={t(computing === null ? "workbench.hotLeadsNoneHint" : `workbench.${computing}`)}
      />
    );
  }
  return (
    <section className="panel" aria-label={t("workbench.hotLeads")}>
      <div className="row">
        <h2>{t("workbench.hotLeads")}</h2>
        <span className="t12 t3">{t("workbench.hotLeadsHint")}</span>
      </div>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("workbench.lead")}</th>
            <th>{t("workbench.company")}</th>
            <th>{t("twin.leadGrade")}</th>
          </tr>
        </thead>
        <tbody>
          {leads.map((lead) => (
            <tr key={lead.id}>
              <td>
                <PathLink path={`/w/${id}/records/lead/${lead.id}`} className="cell-link">
                  {lead.title}
                </PathLink>
              </td>
              <td>{textOf(lead, "company") ?? "—"}</td>
              <td>
                <GradeCell
                  score={scores.find(({ recordId }) => recordId === lead.id)}
                  width={64}
                  onAsk={() => onWhy(lead.id)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
