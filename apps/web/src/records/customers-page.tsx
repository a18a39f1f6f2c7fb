import { useParams, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { Icon } from "../parts/icon.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ScoredList } from "../prediction/scored-list.tsx";
import { WhyDrawer } from "../prediction/why-drawer.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import type { ListSearch } from "./customers-search.ts";
import { NewRecordDialog } from "./new-record-dialog.tsx";
import { useObject } from "./use-object.ts";

const tabs = [
  { object: "account", text: "records.accounts" },
  { object: "contact", text: "records.contacts" },
  { object: "lead", text: "records.leads" },
] as const;

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
        {name === "account" && (
          <PathLink path={`/w/${id}/touchpoints/identity?tab=duplicates`} className="button quiet">
            {t("duplicates.title")}
          </PathLink>
        )}
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
          {found && <ScoredList key={name} {...found} search={search} />}
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
