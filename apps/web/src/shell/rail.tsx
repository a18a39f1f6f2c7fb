import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { Bot, Database, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useMe, useWorkspace } from "../access/session.ts";
import { agentsQuery } from "../api/agent-queries.ts";
import { firstRecordsQuery } from "../api/record-queries.ts";
import { statusQuery } from "../api/session-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { Icon } from "../parts/icon.tsx";
import { behindText } from "../settings/status-words.ts";
import { useTexts } from "../texts/text.ts";
import { tasksList } from "../workbench/task-list.ts";
import { AccountMenu } from "./account-menu.tsx";
import { PathLink } from "./path-link.tsx";
import { isWithin, railEntries } from "./rail-entries.ts";
import { WorkspaceMenu } from "./workspace-menu.tsx";

function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

function Freshness() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { data: status } = useQuery(statusQuery(id));
  const { data: agents } = useQuery(agentsQuery(id));
  const now = useNow(30_000);
  if (!status || !agents) return null;
  const agentsOn = agents.agents.filter(({ enabled }) => enabled).length;
  const behind = Math.max(0, ...status.projections.map((projection) => projection.behind));
  const age = status.dataAsOf
    ? t("shell.dataAge", { ago: formatAgo(new Date(status.dataAsOf), locale, now) })
    : t("shell.dataNone");
  return (
    <>
      <div>
        <Icon of={Bot} size={14} />
        <span>{t("shell.agentsOn", { count: agentsOn })}</span>
      </div>
      <div>
        <Icon of={Database} size={14} />
        <span>
          {behind > 1000 ? t("shell.dataBehind", { shown: behindText(behind, locale) }) : age}
        </span>
      </div>
    </>
  );
}

function OpenActions() {
  const { id } = useWorkspace();
  const { data } = useQuery(firstRecordsQuery(id, "task", tasksList("open"), 100));
  const count = data?.records.length ?? 0;
  return count === 0 ? null : (
    <span className="n">{data?.nextCursor == null ? count : `${count}+`}</span>
  );
}

export function Rail({ onSearch }: { readonly onSearch: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const { id } = useWorkspace();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const below = path.slice(`/w/${id}/`.length);
  return (
    <div className="rail">
      <WorkspaceMenu />
      <button
        type="button"
        className="rail-search"
        onClick={onSearch}
        aria-label={t("shell.search")}
      >
        <Icon of={Search} size={14} />
        <span>{t("shell.search")}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <nav className="rail-nav" aria-label={t("shell.navigation")}>
        {railEntries.map((entry) => {
          const current = isWithin(entry, below);
          return (
            <PathLink
              key={entry.path}
              path={`/w/${id}/${entry.path}`}
              {...(current ? { "aria-current": "page" as const, className: "on" } : {})}
            >
              <Icon of={entry.icon} />
              <span>{t(entry.name)}</span>
              {entry.path === "workbench" && <OpenActions />}
            </PathLink>
          );
        })}
      </nav>
      <div className="rail-foot">
        <Freshness />
        <AccountMenu name={me.user.name} />
      </div>
    </div>
  );
}
