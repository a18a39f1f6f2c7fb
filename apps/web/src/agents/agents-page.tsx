import type { Agent, AgentRun } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Switch } from "antd";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { agentRunsQuery, agentsQuery } from "../api/agent-queries.ts";
import { tell } from "../api/client.ts";
import { formatAgo, formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "../touchpoints/touchpoints.css";
import "./agents.css";
import { RunPanel } from "./run-panel.tsx";
import { runVerdicts } from "./run-state.ts";
import { WithheldTable } from "./withheld-table.tsx";

function AgentCard({ agent }: { readonly agent: Agent }) {
  const { t, label, locale } = useTexts();
  const { id, role } = useWorkspace();
  const client = useQueryClient();
  const toggle = useMutation({
    mutationFn: (enabled: boolean) =>
      tell(`/api/w/${id}/agents/${agent.name}`, { method: "PATCH", body: { enabled } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "agents"] }),
  });
  const enabled = toggle.isPending ? toggle.variables : agent.enabled;
  return (
    <article className="agent">
      <div className="row">
        <h2>{label(agent.label)}</h2>
        <span className="space" />
        <Switch
          size="small"
          checked={enabled}
          disabled={!isAtLeast(role, "admin")}
          aria-label={t("agents.turnOn", { name: label(agent.label) })}
          onChange={(next) => toggle.mutate(next)}
        />
      </div>
      <p className="t13 t2">{label(agent.description)}</p>
      <dl className="agent-facts t12">
        <dt>{t("agents.trigger")}</dt>
        <dd>{label(agent.trigger)}</dd>
        <dt>{t("agents.runs7d")}</dt>
        <dd>{agent.runs7d}</dd>
        <dt>{t("agents.lastRun")}</dt>
        <dd>
          {agent.lastRunAt === null
            ? t("agents.never")
            : formatAgo(new Date(agent.lastRunAt), locale, new Date())}
        </dd>
      </dl>
      {toggle.error && <ProblemBox error={toggle.error} />}
    </article>
  );
}

function RunRow({
  run,
  chosen,
  onChoose,
}: {
  readonly run: AgentRun;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { t, label, locale } = useTexts();
  return (
    <tr className={chosen ? "on" : undefined} onClick={onChoose}>
      <td>
        <button type="button" className="row-button" onClick={onChoose}>
          {label(run.headline)}
        </button>
      </td>
      <td>{run.subject.title}</td>
      <td>
        <VerdictLight verdict={runVerdicts[run.state]} word={t(`agents.${run.state}`)} />
      </td>
      <td className="nowrap">{formatMoment(new Date(run.startedAt), locale, new Date())}</td>
    </tr>
  );
}

function RunsTable() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/agents" });
  const change = useSearchChange<typeof search>();
  const runs = useQuery(agentRunsQuery(id, { agent: search.agent, state: search.state }));
  const list = runs.data?.runs ?? [];
  return (
    <>
      {runs.error && <ProblemBox error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton rows={5} />}
      {runs.data && list.length === 0 && (
        <EmptyState title={t("agents.empty")} hint={t("agents.emptyHint")} />
      )}
      {list.length > 0 && (
        <table className="plain choosable">
          <thead>
            <tr>
              <th>{t("agents.what")}</th>
              <th>{t("agents.subject")}</th>
              <th>{t("agents.state")}</th>
              <th>{t("agents.started")}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                chosen={run.id === search.run}
                onChoose={() => change({ run: run.id })}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

const states = ["all", "waiting", "done", "vetoed", "failed", "withheld"] as const;

/** Which agents there are, what they did, and why; and what they did not do, because somebody did not agree. */
export function AgentsPage() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/agents" });
  const change = useSearchChange<typeof search>();
  const agents = useQuery(agentsQuery(id));
  const state = states.find((each) => each === search.state) ?? "all";
  return (
    <>
      <PageTop title={t("shell.agents")} />
      <div className="columns">
        <div className="body">
          {agents.error && (
            <ProblemBox error={agents.error} onRetry={() => void agents.refetch()} />
          )}
          <div className="agent-list">
            {agents.data?.agents.map((agent) => (
              <AgentCard key={agent.name} agent={agent} />
            ))}
          </div>
          <div className="toolbar">
            <h2>{t("agents.runs")}</h2>
            <span className="space" />
            <Segments
              label={t("agents.state")}
              value={state}
              options={states.map((value) => ({ value, text: t(`agents.${value}`) }))}
              onChange={(next) =>
                change({ state: next === "all" ? undefined : next, run: undefined })
              }
            />
          </div>
          {state === "withheld" ? <WithheldTable /> : <RunsTable />}
        </div>
        {search.run !== undefined && (
          <RunPanel id={search.run} onClose={() => change({ run: undefined })} />
        )}
      </div>
    </>
  );
}
