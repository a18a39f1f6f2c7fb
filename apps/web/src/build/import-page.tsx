import type { ImportRun, ObjectDefinition } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, type LinkProps, useParams } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { importQuery } from "../api/source-queries.ts";
import { formatDuration } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { fieldNamed, objectNamed } from "../records/schema-fields.ts";
import { PageTop } from "../shell/page-top.tsx";
import { useTexts } from "../texts/text.ts";
import "./build.css";
import { BuildTabs } from "./build-tabs.tsx";
import { ImportMadeFields } from "./import-made-fields.tsx";
import { ImportState } from "./import-state.tsx";
import { listPath } from "./list-path.ts";

const mostColumns = 9;
/** As many as an import tells; the file of its refused rows has them all. */
const mostErrors = 200;

function useAct(run: string) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: "undo" | "cancel") => tell(`/api/w/${id}/imports/${run}/${act}`),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id] }),
  });
}

function Counts({ run }: { readonly run: ImportRun }) {
  const { t, locale } = useTexts();
  const number = (value: number) => formatNumber(value, locale);
  const moving = run.state === "running" || run.state === "undoing" || run.state === "queued";
  return (
    <>
      {moving && (
        <>
          <Progress label={t("build.imports")} done={run.done} total={run.rows} />
          <p className="t13 t2">
            {[
              t(run.state === "undoing" ? "build.undoProgress" : "build.progress", {
                done: number(run.done),
                rows: number(run.rows),
              }),
              run.secondsLeft === null
                ? ""
                : t("access.timeLeft", { time: formatDuration(run.secondsLeft, locale) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <p className="t12 t3">{t("access.goesOn")}</p>
        </>
      )}
      <p>
        {t("build.outcome", {
          created: number(run.created),
          updated: number(run.updated),
          failed: number(run.failed),
        })}
      </p>
    </>
  );
}

/** The list with the columns that the file filled, newest first: what was imported is on top. */
function RecordsLink({
  run,
  object,
}: {
  readonly run: ImportRun;
  readonly object: ObjectDefinition;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const filled = run.fields.filter((name) => fieldNamed(object, name) !== undefined);
  const columns = [...new Set([object.titleField, ...filled])].slice(0, mostColumns);
  const search = { columns, layout: "list", sort: { field: "created_at", direction: "desc" } };
  return (
    <Link
      to={`/w/${id}/${listPath(object.name)}` as LinkProps["to"] & string}
      search={search as never}
      className="button"
    >
      {t("build.openImported")}
    </Link>
  );
}

function Errors({ run }: { readonly run: ImportRun }) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  if (run.errors.length === 0) return null;
  const isOver = !["queued", "running", "undoing", "undone"].includes(run.state);
  return (
    <section>
      <h3>{t("build.errors")}</h3>
      {isOver && (
        <div className="row refused">
          <a className="button" href={`/api/w/${id}/imports/${run.id}/refused.csv`} download>
            <Icon of={Download} size={14} />
            {t("build.refusedFile")}
          </a>
          <span className="t12 t3">{t("build.refusedHint")}</span>
        </div>
      )}
      {run.errors.length >= mostErrors && (
        <p className="t12 t3">
          {t("build.errorsCut", { count: formatNumber(mostErrors, locale) })}
        </p>
      )}
      <table className="plain">
        <thead>
          <tr>
            <th style={{ width: 120 }}>{t("build.line")}</th>
            <th style={{ width: 160 }}>{t("build.column")}</th>
            <th>{t("touchpoints.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {run.errors.map((each) => (
            <tr key={`${each.line} ${each.column} ${each.message.en}`}>
              <td>{each.row > 0 && <RowPlace {...each} />}</td>
              <td>{each.column}</td>
              <td>{label(each.message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** As a spreadsheet counts; where breaks inside of cells put a text editor elsewhere, its line too. */
function RowPlace({ row, line }: { readonly row: number; readonly line: number }) {
  const { t } = useTexts();
  return (
    <>
      {row}
      {line !== row && <span className="t12 t3"> {t("build.fileLine", { line })}</span>}
    </>
  );
}

/** One import: how far it is, what it changed, what failed, and its undo. */
export function ImportPage() {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const { id: importId } = useParams({ from: "/w/$workspace/build/imports/$id" });
  const { data: run, error, refetch } = useQuery(importQuery(id, importId));
  const object = objectNamed(schema, run?.object ?? "");
  const act = useAct(importId);
  const cancels = run?.state === "running" || run?.state === "queued";
  const undoes = run?.state === "done" || run?.state === "failed" || run?.state === "cancelled";
  return (
    <>
      <PageTop
        title={run?.fileName ?? t("build.imports")}
        hint={object ? label(object.label) : run?.object}
        switches={<BuildTabs current="imports" />}
      >
        {cancels && (
          <button type="button" className="button" onClick={() => act.mutate("cancel")}>
            {t("shell.cancel")}
          </button>
        )}
        {run?.state === "done" && object && <RecordsLink run={run} object={object} />}
        {undoes && (
          <button
            type="button"
            className="button"
            disabled={act.isPending}
            onClick={() => act.mutate("undo")}
          >
            {t("build.undoImport")}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="body import">
          {(error ?? act.error) && (
            <ProblemBox error={error ?? act.error} onRetry={() => void refetch()} />
          )}
          {!run && !error && <Skeleton rows={3} />}
          {run && (
            <>
              <ImportState state={run.state} />
              <Counts run={run} />
              {undoes && <p className="t12 t3">{t("build.undoHint")}</p>}
              <ImportMadeFields run={run} />
              <Errors run={run} />
            </>
          )}
        </div>
      </div>
    </>
  );
}
