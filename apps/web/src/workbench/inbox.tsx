import type { AgentRun, RecordDocument, SourceReference } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { agentsQuery } from "../api/agent-queries.ts";
import { firstRecordsQuery } from "../api/record-queries.ts";
import { demoQuery } from "../api/session-queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { ActionCard, type ActionHandlers } from "./action-card.tsx";
import type { Computing } from "./computing.ts";
import { runOf, type TaskTab, tasksList } from "./task-list.ts";
import { useComputing } from "./use-computing.ts";

interface InboxProps {
  readonly tab: TaskTab;
  readonly tasks: readonly RecordDocument[] | undefined;
  readonly error: unknown;
  readonly runs: readonly AgentRun[];
  readonly focusedId: string | undefined;
  readonly onTab: (tab: TaskTab) => void;
  readonly onFocus: (task: RecordDocument) => void;
  readonly onSource: (source: SourceReference) => void;
  readonly handlersOf: (task: RecordDocument) => ActionHandlers;
}

function useOpenCount(tab: TaskTab): string {
  const { id } = useWorkspace();
  const { data } = useQuery(firstRecordsQuery(id, "task", tasksList(tab), 100));
  if (!data || data.records.length === 0) return "";
  return ` ${data.records.length}${data.nextCursor === null ? "" : "+"}`;
}

function EmptyInbox({ tab, computing }: { readonly tab: TaskTab; readonly computing: Computing }) {
  const { t } = useTexts();
  const { id, isDemo } = useWorkspace();
  const { data: demo } = useQuery({ ...demoQuery(id), enabled: isDemo });
  if (tab === "done") return <EmptyState title={t("workbench.noneDone")} />;
  if (tab === "vetoed") return <EmptyState title={t("workbench.noneVetoed")} />;
  if (computing !== null) {
    return <EmptyState title={t(`workbench.${computing}`)} hint={t("workbench.computingHint")} />;
  }
  if (demo?.state === "running") {
    return (
      <EmptyState title={t("workbench.demoArrives")} hint={t("workbench.demoArrivesHint")}>
        <PathLink path={`/start?workspace=${id}`} className="button">
          {t("workbench.demoProgress")}
        </PathLink>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("workbench.noActions")} hint={t("workbench.noActionsHint")}>
      <PathLink path={`/w/${id}/touchpoints`} className="button">
        {t("workbench.connectSource")}
      </PathLink>
      <PathLink path={`/w/${id}/build/imports/new`} className="button quiet">
        {t("workbench.importFile")}
      </PathLink>
    </EmptyState>
  );
}

/** Today's actions, what is due first on top. */
export function Inbox(props: InboxProps) {
  const { tab, tasks, error, runs, focusedId, onTab, onFocus, onSource, handlersOf } = props;
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data: agents } = useQuery(agentsQuery(id));
  const count = useOpenCount("open");
  const computing = useComputing();
  const nameOf = (run: AgentRun | null) => {
    if (!run) return null;
    const agent = agents?.agents.find(({ name }) => name === run.agent);
    return agent ? label(agent.label) : run.agent;
  };
  return (
    <section className="inbox" aria-label={t("workbench.actions")}>
      <div className="inbox-head">
        <h2>{t("workbench.actions")}</h2>
        <span className="space" />
        <Segments
          label={t("workbench.actions")}
          value={tab}
          options={[
            { value: "open", text: `${t("workbench.open")}${count}` },
            { value: "done", text: t("workbench.done") },
            { value: "vetoed", text: t("workbench.vetoed") },
          ]}
          onChange={onTab}
        />
      </div>
      <div className="inbox-list scroll">
        {error !== null && <ProblemBox error={error} />}
        {!tasks && error === null && <Skeleton rows={6} height={72} />}
        {tasks?.length === 0 && <EmptyInbox tab={tab} computing={computing} />}
        {tab === "open" && tasks !== undefined && tasks.length > 0 && computing !== null && (
          <p className="inbox-note t12 t2" role="status">
            {t(`workbench.${computing}`)}
          </p>
        )}
        {tasks?.map((task) => {
          const run = runOf(task, runs);
          return (
            <ActionCard
              key={task.id}
              task={task}
              run={run}
              agentName={nameOf(run)}
              focused={task.id === focusedId}
              decided={tab !== "open"}
              onFocus={() => onFocus(task)}
              onSource={(source) => {
                onFocus(task);
                onSource(source);
              }}
              {...handlersOf(task)}
            />
          );
        })}
      </div>
      {tab === "open" && <footer className="inbox-foot t12 t3">{t("workbench.keys")}</footer>}
    </section>
  );
}
