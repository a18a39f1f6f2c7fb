import { useParams, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { Icon } from "../parts/icon.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { GradeCell } from "../prediction/grade-cell.tsx";
import { useScores } from "../prediction/use-scores.ts";
import { WhyDrawer } from "../prediction/why-drawer.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import type { ListSearch } from "./customers-search.ts";
import { NewRecordDialog } from "./new-record-dialog.tsx";
import { RecordList } from "./record-list.tsx";
import type { ExtraColumn } from "./record-table.tsx";
import { type ObjectAndSchema, useObject } from "./use-object.ts";

const tabs = [
  { object: "account", text: "records.accounts" },
  { object: "contact", text: "records.contacts" },
  { object: "lead", text: "records.leads" },
] as const;

/** Rows in view, rounded so that the set changes once in a while and not with every row. */
export function useVisibleIds() {
  const [ids, setIds] = useState<readonly string[]>([]);
  const onVisible = useCallback((visible: readonly string[]) => {
    setIds((held) => {
      const fresh = visible.filter((id) => !held.includes(id));
      return fresh.length === 0 ? held : [...held, ...fresh];
    });
  }, []);
  return { ids, onVisible };
}

function LeadList({ schema, object }: ObjectAndSchema) {
  const { t } = useTexts();
  const search: ListSearch = useSearch({ strict: false });
  const change = useSearchChange<ListSearch>();
  const visible = useVisibleIds();
  const scores = useScores("lead", visible.ids);
  const extras = useMemo(
    (): readonly ExtraColumn[] => [
      {
        name: "$grade",
        label: t("records.grade"),
        width: 136,
        show: (record) => (
          <GradeCell score={scores.get(record.id)} onAsk={() => change({ why: record.id })} />
        ),
      },
    ],
    [t, scores, change],
  );
  return (
    <RecordList
      schema={schema}
      object={object}
      search={search}
      onSearch={change}
      extras={extras}
      onVisible={visible.onVisible}
      activeId={search.why}
    />
  );
}

/** Accounts, contacts and leads as tabs of one page. */
export function CustomersPage() {
  const { t, word } = useTexts();
  const { id } = useWorkspace();
  const { object: name } = useParams({ from: "/w/$workspace/customers/$object" });
  const search: ListSearch = useSearch({ strict: false });
  const change = useSearchChange<ListSearch>();
  const found = useObject(name);
  return (
    <>
      <PageTop
        title={t("shell.customers")}
        switches={
          <nav className="segments" aria-label={t("shell.customers")}>
            {tabs.map((tab) => (
              <PathLink
                key={tab.object}
                path={`/w/${id}/customers/${tab.object}`}
                {...(tab.object === name ? { "aria-current": "page" as const } : {})}
              >
                {t(tab.text)}
              </PathLink>
            ))}
          </nav>
        }
      >
        {found && (
          <button type="button" className="button primary" onClick={() => change({ new: "1" })}>
            <Icon of={Plus} size={14} />
            {t("records.create", { object: word(found.object.label) })}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="list-body">
          {!found && <Skeleton rows={12} />}
          {found && name === "lead" && <LeadList {...found} />}
          {found && name !== "lead" && (
            <RecordList key={name} {...found} search={search} onSearch={change} />
          )}
        </div>
        {search.why !== undefined && (
          <WhyDrawer object={name} id={search.why} onClose={() => change({ why: undefined })} />
        )}
      </div>
      {found && search.new !== undefined && (
        <NewRecordDialog object={found.object} onClose={() => change({ new: undefined })} />
      )}
    </>
  );
}
