import type { ObjectDefinition, RecordDocument } from "@causeway/platform-contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { recordQuery } from "../api/record-queries.ts";
import { GroupSection } from "../groups/group-section.tsx";
import { IdentitySection } from "../identity/identity-section.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toasts } from "../parts/toasts.ts";
import { WhyDrawer } from "../prediction/why-drawer.tsx";
import { PersonPrivacy } from "../privacy/person-privacy.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { momentSearch } from "../shell/search-params.ts";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { TwinFigures } from "../twin/twin-figures.tsx";
import { TwinPanel } from "../twin/twin-panel.tsx";
import "./records.css";
import { DealMail } from "./deal-mail.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { deleteRecords, restoreRecords } from "./record-actions.ts";
import { RecordFacts } from "./record-facts.tsx";
import { RecordHistory } from "./record-history.tsx";
import { RelatedRecords } from "./related-records.tsx";
import { textOf } from "./schema-fields.ts";
import { type ObjectAndSchema, useObject } from "./use-object.ts";

type Tab = "twin" | "mail" | "identity" | "group" | "privacy" | "related" | "history";
const tabTexts = {
  twin: "records.twin",
  mail: "dealMail.tab",
  identity: "identity.tab",
  group: "groups.tab",
  privacy: "settings.privacy",
  related: "records.related",
  history: "records.history",
} as const;
const withTwin = new Set(["account", "contact", "lead"]);
const people = new Set(["contact", "lead"]);
const ofAccount = new Set(["deal", "contract"]);

/** Whose twin the page shows: the customer's own, or that of the account a deal or contract is with. */
function twinOf(record: RecordDocument): { readonly object: string; readonly id: string } | null {
  const { object, id } = record;
  if (withTwin.has(object)) return { object, id };
  const account = ofAccount.has(object) ? textOf(record, "account") : null;
  return account === null ? null : { object: "account", id: account };
}

function DeletedNote({ record }: { readonly record: RecordDocument }) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const restore = async () => {
    await restoreRecords(workspace, record.object, [record.id]);
    await client.invalidateQueries({ queryKey: ["w", workspace, "records"] });
    toasts.show({ text: t("records.restored") }, Date.now());
  };
  return (
    <div className="toolbar held">
      <b className="t13">{t("records.wasDeleted")}</b>
      <button type="button" className="button" onClick={() => void restore()}>
        {t("records.restore")}
      </button>
    </div>
  );
}

function DeleteButton({ record }: { readonly record: RecordDocument }) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: ["w", workspace, "records"] });
  const remove = async () => {
    const done = await deleteRecords(workspace, record.object, [record.id]);
    await refresh();
    if (done.length === 0) return;
    toasts.show(
      {
        text: t("records.deleted", { count: 1 }),
        undo: () => void restoreRecords(workspace, record.object, done).then(refresh),
      },
      Date.now(),
    );
    const customers = withTwin.has(record.object);
    await navigate(
      customers
        ? { to: "/w/$workspace/customers/$object", params: { workspace, object: record.object } }
        : { to: "/w/$workspace/workbench", params: { workspace } },
    );
  };
  return (
    <button type="button" className="button quiet danger" onClick={() => void remove()}>
      {t("records.delete")}
    </button>
  );
}

function MergeButton({
  object,
  record: { id },
}: {
  readonly object: ObjectDefinition;
  readonly record: RecordDocument;
}) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const go = (kept: string) =>
    navigate({
      to: "/w/$workspace/records/$object/$id",
      params: { workspace, object: object.name, id: kept },
    });
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        {t("merge.begin")}
      </button>
      {isOpen && (
        <MergeDialog
          object={object}
          id={id}
          onClose={() => setOpen(false)}
          onMerged={(kept) => void (kept !== id && go(kept))}
        />
      )}
    </>
  );
}

/** Leads from the page of a record that was merged to the one that stands for it. */
function useSurvivor(record: RecordDocument | undefined): boolean {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  const into = record?.mergedInto;
  const title = record?.title ?? "";
  const object = record?.object ?? "";
  useEffect(() => {
    if (into === undefined) return;
    const params = { workspace, object, id: into };
    void navigate({ to: "/w/$workspace/records/$object/$id", params, replace: true });
    toasts.show({ text: t("merge.moved", { title }) }, Date.now());
  }, [into, workspace, object, title, navigate, t]);
  return into !== undefined;
}

function tabsOf(object: string, hasTwin: boolean): readonly Tab[] {
  return [
    ...(hasTwin ? (["twin"] as const) : []),
    ...(object === "deal" ? (["mail"] as const) : []),
    ...(withTwin.has(object) ? (["identity"] as const) : []),
    ...(object === "account" ? (["group"] as const) : []),
    ...(people.has(object) ? (["privacy"] as const) : []),
    "related",
    "history",
  ];
}

function RecordView({
  found,
  record,
}: {
  readonly found: ObjectAndSchema;
  readonly record: RecordDocument;
}) {
  const { t, label } = useTexts();
  const search = useSearch({ from: "/w/$workspace/records/$object/$id" });
  const change = useSearchChange<typeof search>();
  const { object } = found;
  const twin = twinOf(record);
  const tabs = tabsOf(object.name, twin !== null);
  const tab = tabs.find((each) => each === search.tab) ?? tabs[0] ?? "history";
  return (
    <>
      <PageTop
        title={record.title}
        hint={label(object.label)}
        switches={
          <Segments
            label={record.title}
            value={tab}
            options={tabs.map((value) => ({
              value,
              text: t(tabTexts[value]),
            }))}
            onChange={(next) => change({ tab: next === tabs[0] ? undefined : next })}
          />
        }
      >
        {record.deletedAt === null && (
          <>
            <MergeButton object={object} record={record} />
            <DeleteButton record={record} />
          </>
        )}
      </PageTop>
      {record.deletedAt !== null && <DeletedNote record={record} />}
      <div className="columns">
        <div className="record">
          <RecordFacts object={object} record={record} />
          <div className="record-main">
            {tab === "twin" && twin && (
              <>
                <TwinFigures
                  {...twin}
                  scored={record}
                  onWhy={(scored) => change({ why: scored })}
                />
                <TwinPanel
                  object={twin.object}
                  id={twin.id}
                  eventId={search.event}
                  eventAt={momentSearch(search.at)}
                />
              </>
            )}
            {tab === "mail" && <DealMail id={record.id} />}
            {tab === "identity" && <IdentitySection object={object.name} id={record.id} />}
            {tab === "group" && <GroupSection id={record.id} />}
            {tab === "privacy" && <PersonPrivacy object={object.name} id={record.id} />}
            {tab === "related" && <RelatedRecords {...found} record={record} />}
            {tab === "history" && <RecordHistory object={object} record={record} />}
          </div>
        </div>
        {search.why !== undefined && (
          <WhyDrawer
            object={search.why === record.id ? object.name : "lead"}
            id={search.why}
            onClose={() => change({ why: undefined })}
          />
        )}
      </div>
    </>
  );
}

/** One record: its facts, its twin, what belongs to it, and how it came to be. */
export function RecordPage() {
  const { id: workspace } = useWorkspace();
  const { object: name, id } = useParams({ from: "/w/$workspace/records/$object/$id" });
  const found = useObject(name);
  const { data: record, error, refetch } = useQuery(recordQuery(workspace, name, id));
  const isMoving = useSurvivor(record);
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!found || !record || isMoving) return <Skeleton rows={10} />;
  return <RecordView key={id} found={found} record={record} />;
}
