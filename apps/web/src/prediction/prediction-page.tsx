import type { ModelVersion, PredictionState } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { modelCardQuery, predictionQuery } from "../api/insight-queries.ts";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./predictions.css";
import { ModelCard } from "./model-card.tsx";
import { type PredictionCommand, usePredictionCommand } from "./use-prediction-command.ts";
import { VersionsColumn } from "./versions-column.tsx";

interface StateProps {
  readonly state: PredictionState;
  readonly command: PredictionCommand;
}

function Training({ state, command }: StateProps) {
  const { t } = useTexts();
  const { role } = useWorkspace();
  const { training } = state;
  if (!training) return null;
  const phase = training.phase === "reading" ? "prediction.reading" : "prediction.learning";
  return (
    <section className="panel">
      <div className="row">
        <h3 className="space">{t(training.cancelled ? "prediction.cancelling" : phase)}</h3>
        {isAtLeast(role, "admin") && (
          <button
            type="button"
            className="button"
            disabled={training.cancelled}
            onClick={() => command.mutate({ path: "/training", method: "DELETE" })}
          >
            {t("prediction.cancelTraining")}
          </button>
        )}
      </div>
      <Progress label={t("prediction.training")} done={training.progress} total={1} />
      <p className="t12 t3">{t("access.goesOn")}</p>
    </section>
  );
}

function Actions({ state, command }: StateProps) {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  if (!isAtLeast(role, "admin")) return null;
  return (
    <>
      <PathLink path={`/w/${id}/insight/predictions/${state.name}/edit`} className="button">
        {t("prediction.editDefinition")}
      </PathLink>
      <button
        type="button"
        className={state.latest ? "button" : "button primary"}
        disabled={command.isPending || state.training !== null}
        onClick={() => command.mutate({ path: "/train" })}
      >
        {t(state.latest ? "prediction.train" : "prediction.trainFirst")}
      </button>
    </>
  );
}

function Shown({
  state,
  command,
  version,
}: StateProps & { readonly version: ModelVersion | undefined }) {
  const { t, label } = useTexts();
  const { id, role } = useWorkspace();
  const { data: card } = useQuery({
    ...modelCardQuery(id, state.name, version?.version ?? 0),
    enabled: version !== undefined,
  });
  const exclude = (feature: string) =>
    command.mutate({
      path: "",
      method: "PUT",
      body: {
        ...state.definition,
        exclude: [...new Set([...state.definition.exclude, feature])],
      },
    });
  return (
    <div className="scroll">
      <Training state={state} command={command} />
      {state.stale.map((reason) => (
        <p key={reason.label.en} className="panel t13 warn">
          {label(reason.label)}
        </p>
      ))}
      {card && <ModelCard card={card} onExclude={isAtLeast(role, "admin") ? exclude : undefined} />}
      {!version && !state.training && (
        <EmptyState title={t("prediction.noModel")} hint={t("prediction.noModelAny")} />
      )}
    </div>
  );
}

/** One prediction: the card of a version, all versions, what is in force and what was. */
export function PredictionPage() {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { name } = useParams({ from: "/w/$workspace/insight/predictions/$name" });
  const search = useSearch({ from: "/w/$workspace/insight/predictions/$name" });
  const change = useSearchChange<typeof search>();
  const { data: state, error, refetch } = useQuery(predictionQuery(id, name));
  const command = usePredictionCommand(name);
  const problem = error ?? command.error;
  const shown = state && shownVersion(state, search.version);
  return (
    <>
      <PageTop
        title={state ? label(state.label) : t("shell.insight")}
        area={t("shell.insight")}
        hint={
          state && (
            <>
              <b className="t2">{label(state.label)}</b> · {label(state.says)}
            </>
          )
        }
        switches={<InsightTabs current="predictions" />}
      >
        {state && <Actions state={state} command={command} />}
      </PageTop>
      {problem && <ProblemBox error={problem} onRetry={() => void refetch()} />}
      {!state && !error && <Skeleton rows={8} />}
      {state && (
        <div className="prediction">
          <Shown state={state} command={command} version={shown} />
          <VersionsColumn
            state={state}
            shown={shown?.version}
            command={command}
            onChoose={(version) => change({ version: String(version) })}
          />
        </div>
      )}
    </>
  );
}

/** The version that was asked for, else the one in force, else the newest. */
function shownVersion(
  { versions, current, latest }: PredictionState,
  asked: string | undefined,
): ModelVersion | undefined {
  return (
    versions.find(({ version }) => String(version) === asked) ?? current ?? latest ?? undefined
  );
}
