import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useWorkspace } from "../access/session.ts";
import { twinQuery } from "../api/insight-queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { momentSearch } from "../shell/search-params.ts";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { TwinPanel } from "../twin/twin-panel.tsx";
import "./identity.css";
import { IdentitySection } from "./identity-section.tsx";
import { fieldWord } from "./identity-words.ts";

const tabs = ["twin", "identity"] as const;
const tabTexts = { twin: "records.twin", identity: "identity.tab" } as const;

/** One person of the events, whether or not a record is about them: what they did, and why it is one person. */
export function PersonPage() {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { id } = useParams({ from: "/w/$workspace/people/$id" });
  const search = useSearch({ from: "/w/$workspace/people/$id" });
  const change = useSearchChange<typeof search>();
  const subject = { object: "profile", id };
  const { data: twin, error, refetch } = useQuery(twinQuery(workspace, subject, locale));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (twin === undefined) return <Skeleton rows={10} />;
  const [person] = twin?.people ?? [];
  if (person === undefined) return <EmptyState title={t("identity.noPerson")} />;
  const { name, contactId, leadId, telling } = person;
  const record = contactId === null ? leadId && `lead/${leadId}` : `contact/${contactId}`;
  const tab = tabs.find((one) => one === search.tab) ?? "twin";
  return (
    <>
      <PageTop
        title={name}
        hint={telling === null ? undefined : `${fieldWord(t, telling.kind)} ${telling.value}`}
        switches={
          <Segments
            label={name}
            value={tab}
            options={tabs.map((value) => ({ value, text: t(tabTexts[value]) }))}
            onChange={(next) => change({ tab: next === "twin" ? undefined : next })}
          />
        }
      >
        {record !== null && (
          <PathLink path={`/w/${workspace}/records/${record}`} className="button">
            {t(contactId === null ? "identity.openLead" : "identity.openContact")}
          </PathLink>
        )}
      </PageTop>
      <div className="columns">
        <div className="person-main">
          {tab === "twin" && (
            <TwinPanel {...subject} eventId={search.event} eventAt={momentSearch(search.at)} />
          )}
          {tab === "identity" && <IdentitySection {...subject} />}
        </div>
      </div>
    </>
  );
}
