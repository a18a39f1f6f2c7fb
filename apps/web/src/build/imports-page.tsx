import type { ImportRun } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { importsQuery } from "../api/source-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { objectNamed } from "../records/schema-fields.ts";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "../touchpoints/touchpoints.css";
import "./build.css";
import { BuildTabs } from "./build-tabs.tsx";
import { ImportState } from "./import-state.tsx";

/** A draft opens where it was left. */
function ImportLink({ run }: { readonly run: ImportRun }) {
  const { id: workspace } = useWorkspace();
  if (run.state === "draft") {
    return (
      <Link
        to="/w/$workspace/build/imports/new"
        params={{ workspace }}
        search={{ draft: run.id }}
        className="cell-link"
      >
        {run.fileName}
      </Link>
    );
  }
  return (
    <PathLink path={`/w/${workspace}/build/imports/${run.id}`} className="cell-link">
      {run.fileName}
    </PathLink>
  );
}

function ImportTable({ runs }: { readonly runs: readonly ImportRun[] }) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const nameOf = (name: string | null) => {
    const object = objectNamed(schema, name ?? "");
    return object ? label(object.label) : (name ?? "—");
  };
  const when = (at: string) => formatMoment(new Date(at), locale, new Date());
  return (
    <table className="plain choosable imports-list">
      <thead>
        <tr>
          <th>{t("build.file")}</th>
          <th>{t("build.object")}</th>
          <th>{t("agents.state")}</th>
          <th>{t("records.change")}</th>
          <th>{t("build.when")}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <ImportLink run={run} />
            </td>
            <td>{nameOf(run.object)}</td>
            <td>
              <ImportState state={run.state} />
            </td>
            <td>
              {run.expiresAt
                ? t("build.draftGoes", { when: when(run.expiresAt) })
                : t("build.outcome", {
                    created: run.created,
                    updated: run.updated,
                    failed: run.failed,
                  })}
            </td>
            <td className="nowrap">{when(run.createdAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every import, what it changed, and the way back. */
export function ImportsPage() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(importsQuery(id));
  const runs = data?.imports ?? [];
  const path = `/w/${id}/build/imports/new`;
  return (
    <>
      <PageTop title={t("shell.build")} switches={<BuildTabs current="imports" />}>
        <PathLink path={path} className="button primary">
          <Icon of={Upload} size={14} />
          {t("build.newImport")}
        </PathLink>
      </PageTop>
      <div className="columns">
        <div className="body">
          {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={5} />}
          {data && runs.length === 0 && (
            <EmptyState title={t("build.emptyImports")} hint={t("build.emptyImportsHint")}>
              <PathLink path={path} className="button">
                {t("build.newImport")}
              </PathLink>
            </EmptyState>
          )}
          {runs.length > 0 && <ImportTable runs={runs} />}
        </div>
      </div>
    </>
  );
}
