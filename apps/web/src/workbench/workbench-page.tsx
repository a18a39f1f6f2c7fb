import type { RecordDocument, SourceReference } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { agentRunsQuery } from "../api/agent-queries.ts";
import { firstRecordsQuery } from "../api/record-queries.ts";
import { formatHeading } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { WhyDrawer } from "../prediction/why-drawer.tsx";
import { NewRecordDialog } from "../records/new-record-dialog.tsx";
import { useObject } from "../records/use-object.ts";
import { PageTop } from "../shell/page-top.tsx";
import { momentSearch } from "../shell/search-params.ts";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./workbench.css";
import { ApproveDialog } from "./approve-dialog.tsx";
import { EditTaskDialog } from "./edit-task-dialog.tsx";
import { FocusPanel } from "./focus-panel.tsx";
import { HotLeads } from "./hot-leads.tsx";
import { Inbox } from "./inbox.tsx";
import { canSend, runOf, subjectOf, tabOf, taskBeside, tasksList } from "./task-list.ts";
import { useActionKeys } from "./use-action-keys.ts";
import { useDecisions } from "./use-decisions.ts";
import { VetoDialog } from "./veto-dialog.tsx";

function NewTaskDialog({ onClose }: { readonly onClose: () => void }) {
  const found = useObject("task");
  return found ? (
    <NewRecordDialog object={found.object} initial={{ status: "open" }} onClose={onClose} />
  ) : null;
}

interface NoSubjectProps {
  /** Undefined while they are on their way. */
  readonly tasks: readonly RecordDocument[] | undefined;
  readonly onWhy: (lead: string) => void;
}

/** Beside no task at all the hottest leads; beside one that names nobody, how to mend that. */
function NoSubject({ tasks, onWhy }: NoSubjectProps) {
  const { t } = useTexts();
  return (
    <section className="twin">
      {tasks?.length === 0 && <HotLeads onWhy={onWhy} />}
      {tasks !== undefined && tasks.length > 0 && <EmptyState title={t("workbench.noSubject")} />}
    </section>
  );
}

/** Today's actions beside the twin of the customer in focus. */
export function WorkbenchPage() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/workbench" });
  const set = useSearchChange<typeof search>();
  const tab = tabOf(search.tab);
  const list = useQuery(firstRecordsQuery(id, "task", tasksList(tab), 100));
  const { data: runPage } = useQuery(agentRunsQuery(id));
  const decisions = useDecisions();
  const [dialog, setDialog] = useState<{
    kind: "approve" | "edit" | "veto";
    task: RecordDocument;
  } | null>(null);
  const tasks = list.data?.records;
  const runs = runPage?.runs ?? [];
  const focused = tasks?.find((task) => task.id === search.task) ?? tasks?.[0];
  const subject = focused ? subjectOf(focused) : null;
  const focus = (task: RecordDocument | undefined) =>
    task && task.id !== focused?.id && set({ task: task.id, event: undefined, at: undefined });
  const open = tab === "open" ? focused : undefined;
  const approve = (task: RecordDocument) =>
    canSend(runOf(task, runs))
      ? setDialog({ kind: "approve", task })
      : void decisions.approve(task);
  const dialogRun = dialog ? runOf(dialog.task, runs) : null;
  useActionKeys({
    j: () => focus(taskBeside(tasks ?? [], focused?.id, 1)),
    k: () => focus(taskBeside(tasks ?? [], focused?.id, -1)),
    a: open && (() => approve(open)),
    e: open && (() => setDialog({ kind: "edit", task: open })),
    v: open && (() => setDialog({ kind: "veto", task: open })),
  });
  const openSource = (source: SourceReference) => {
    if (source.kind === "score") set({ why: source.id });
    if (source.kind === "event") set({ event: source.id, at: source.at });
  };
  return (
    <>
      <PageTop title={t("shell.workbench")} hint={formatHeading(new Date(), locale)}>
        <button type="button" className="button" onClick={() => set({ new: "1" })}>
          <Icon of={Plus} size={14} />
          {t("workbench.newTask")}
        </button>
      </PageTop>
      <div className="workbench">
        <Inbox
          tab={tab}
          tasks={tasks}
          error={list.error}
          runs={runs}
          focusedId={focused?.id}
          onTab={(next) => set({ tab: next === "open" ? undefined : next, task: undefined })}
          onFocus={focus}
          onSource={openSource}
          handlersOf={(task) => ({
            onApprove: () => approve(task),
            onEdit: () => setDialog({ kind: "edit", task }),
            onVeto: () => setDialog({ kind: "veto", task }),
          })}
        />
        {subject ? (
          <FocusPanel
            subject={subject}
            eventId={search.event}
            eventAt={momentSearch(search.at)}
            onWhy={(lead) => set({ why: lead })}
          />
        ) : (
          <NoSubject tasks={tasks} onWhy={(lead) => set({ why: lead })} />
        )}
        {search.why !== undefined && (
          <WhyDrawer object="lead" id={search.why} onClose={() => set({ why: undefined })} />
        )}
      </div>
      {dialog?.kind === "approve" && dialogRun && (
        <ApproveDialog
          task={dialog.task}
          run={dialogRun}
          onApprove={(mail) => decisions.approveRun(dialog.task, dialogRun, mail)}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog?.kind === "edit" && (
        <EditTaskDialog task={dialog.task} onClose={() => setDialog(null)} />
      )}
      {dialog?.kind === "veto" && (
        <VetoDialog
          title={dialog.task.title}
          byAgent={dialogRun !== null}
          onVeto={(reason, lesson) => void decisions.veto(dialog.task, dialogRun, reason, lesson)}
          onClose={() => setDialog(null)}
        />
      )}
      {search.new !== undefined && <NewTaskDialog onClose={() => set({ new: undefined })} />}
    </>
  );
}
