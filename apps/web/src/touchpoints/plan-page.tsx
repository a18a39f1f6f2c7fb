import type { PlanEntry, TrackingPlan } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { trackingPlanQuery } from "../api/source-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { type Verdict, VerdictLight } from "../parts/verdict-light.tsx";
import { NextStep } from "../shell/next-step.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { PageTiersView } from "./page-tiers-view.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { TouchpointTabs } from "./touchpoint-tabs.tsx";
import "./touchpoints.css";

type State = "kept" | "broken" | "proposed" | "absent";

const verdicts: Readonly<Record<State, Verdict>> = {
  kept: "good",
  broken: "bad",
  proposed: "pending",
  absent: "unknown",
};

/** How a type does: as planned, breaking its plan, not planned yet, or planned and never seen. */
function stateOf({ planned, observed, violations }: PlanEntry): State {
  if (planned === null) return "proposed";
  if (observed === null) return "absent";
  return violations.length > 0 ? "broken" : "kept";
}

function PlanRow({
  entry,
  chosen,
  onChoose,
}: {
  readonly entry: PlanEntry;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { t, label, locale } = useTexts();
  const state = stateOf(entry);
  const broken = entry.violations.reduce((sum, { count }) => sum + count, 0);
  const now = new Date();
  return (
    <tr className={chosen ? "on" : undefined} onClick={onChoose}>
      <td>
        <button type="button" className="row-button" onClick={onChoose}>
          {entry.label === null ? entry.name : label(entry.label)}
        </button>
        {entry.label !== null && <span className="t12 t3"> {entry.name}</span>}
      </td>
      <td>
        <VerdictLight verdict={verdicts[state]} word={t(`plan.${state}`)} />
      </td>
      <td className={entry.planned === null ? "t3" : undefined}>{entry.tier}</td>
      <td className="number">{formatNumber(entry.observed?.count ?? 0, locale)}</td>
      <td className="number">{broken === 0 ? "—" : formatNumber(broken, locale)}</td>
      <td className="nowrap">
        {entry.observed ? formatAgo(new Date(entry.observed.lastAt), locale, now) : "—"}
      </td>
      <td className="cut">{entry.planned?.purpose ?? ""}</td>
    </tr>
  );
}

function UnknownRule({ plan }: { readonly plan: TrackingPlan }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (unknown: TrackingPlan["unknown"]) =>
      ask("trackingPlanSchema", `/api/w/${id}/tracking-plan`, { method: "PUT", body: { unknown } }),
    onSuccess: (changed) => client.setQueryData(trackingPlanQuery(id).queryKey, changed),
  });
  return (
    <div className="plan-rule">
      <span className="t13">{t("plan.unknown")}</span>
      <Segments
        label={t("plan.unknown")}
        value={change.variables ?? plan.unknown}
        options={(["accept", "flag", "quarantine"] as const).map((value) => ({
          value,
          text: t(`plan.${value}`),
        }))}
        onChange={(value) => change.mutate(value)}
      />
      <span className="t12 t3">{t("plan.unknownHint")}</span>
      {change.error && <ProblemBox error={change.error} />}
    </div>
  );
}

function PlanTable({
  types,
  chosen,
  onChoose,
}: {
  readonly types: readonly PlanEntry[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}) {
  const { t } = useTexts();
  return (
    <table className="plain choosable">
      <thead>
        <tr>
          <th>{t("touchpoints.event")}</th>
          <th>{t("plan.state")}</th>
          <th>{t("plan.tier")}</th>
          <th className="number">{t("plan.seen")}</th>
          <th className="number">{t("plan.breaks")}</th>
          <th>{t("touchpoints.lastEvent")}</th>
          <th>{t("plan.purpose")}</th>
        </tr>
      </thead>
      <tbody>
        {types.map((entry) => (
          <PlanRow
            key={entry.name}
            entry={entry}
            chosen={entry.name === chosen}
            onChoose={() => onChoose(entry.name)}
          />
        ))}
      </tbody>
    </table>
  );
}

function ViewSwitch({ view }: { readonly view: "events" | "pages" }) {
  const { t } = useTexts();
  const change = usePlanSearch();
  return (
    <div className="plan-rule">
      <Segments
        label={t("plan.view")}
        value={view}
        options={(["events", "pages"] as const).map((value) => ({
          value,
          text: t(`plan.${value}`),
        }))}
        onChange={(value) =>
          change({ view: value === "pages" ? value : undefined, type: undefined })
        }
      />
    </div>
  );
}

function usePlanSearch() {
  return useSearchChange<{ readonly type?: string; readonly view?: string }>();
}

function PlannedEvents({ type }: { readonly type: string | undefined }) {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const change = usePlanSearch();
  const { data, error, refetch } = useQuery(trackingPlanQuery(id));
  const chosen = data?.types.find(({ name }) => name === type);
  const mayChange = isAtLeast(role, "admin");
  return (
    <>
      <div className="body">
        <ViewSwitch view="events" />
        {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton rows={6} />}
        {data && mayChange && <UnknownRule plan={data} />}
        {data && data.types.length === 0 && (
          <EmptyState title={t("plan.empty")} hint={t("plan.emptyHint")}>
            <NextStep to="source" />
          </EmptyState>
        )}
        {data && data.types.length > 0 && (
          <PlanTable
            types={data.types}
            chosen={chosen?.name}
            onChoose={(name) => change({ type: name })}
          />
        )}
      </div>
      {chosen && (
        <PlanPanel
          key={chosen.name}
          entry={chosen}
          mayChange={mayChange}
          onClose={() => change({ type: undefined })}
        />
      )}
    </>
  );
}

/** What events promise, beside what arrives; and which pages matter how much. */
export function PlanPage() {
  const { t } = useTexts();
  const { type, view } = useSearch({ from: "/w/$workspace/touchpoints/plan" });
  return (
    <>
      <PageTop title={t("shell.touchpoints")} switches={<TouchpointTabs current="plan" />} />
      <div className="columns">
        {view === "pages" ? (
          <div className="body">
            <ViewSwitch view="pages" />
            <PageTiersView />
          </div>
        ) : (
          <PlannedEvents type={type} />
        )}
      </div>
    </>
  );
}
