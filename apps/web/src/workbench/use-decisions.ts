import type { AgentRun, Approval, RecordDocument, VetoLesson } from "@causeway/platform-contract";
import { useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { changeRecord } from "../api/record-queries.ts";
import { problemText } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";

/** Approve and veto, with ten seconds to think again where nothing has left the house. */
export function useDecisions() {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["w", workspace, "records"] }),
      client.invalidateQueries({ queryKey: ["w", workspace, "agents"] }),
    ]);
  const attempt = async (work: () => Promise<unknown>, text: string, undo?: () => void) => {
    try {
      await work();
      toasts.show({ text, ...(undo ? { undo } : {}) }, Date.now());
    } catch (error) {
      const reason = problemText(error, t);
      toasts.show({ text: t("records.unsaved", { reason }), tone: "bad" }, Date.now());
    }
    await refresh();
  };
  const reopen = (task: RecordDocument) => () => {
    const { object, id } = task;
    void changeRecord(workspace, { object, id }, { status: "open" }).then(refresh, refresh);
  };
  return {
    approve: (task: RecordDocument) =>
      attempt(
        () => changeRecord(workspace, task, { status: "done" }),
        t("workbench.approvedToast", { title: task.title }),
        reopen(task),
      ),
    /** With a mail that leaves. Rejects with what the server says against it, so that no word of it is lost. */
    approveRun: async (task: RecordDocument, run: AgentRun, mail: Approval["mail"]) => {
      await tell(`/api/w/${workspace}/agent-runs/${run.id}/approve`, {
        body: mail === undefined ? {} : { mail },
      });
      const text = t(mail === undefined ? "workbench.approvedToast" : "workbench.sentToast", {
        title: task.title,
      });
      toasts.show({ text }, Date.now());
      await refresh();
    },
    veto: (task: RecordDocument, run: AgentRun | null, reason: string, lesson: VetoLesson) =>
      run
        ? attempt(
            () =>
              tell(`/api/w/${workspace}/agent-runs/${run.id}/veto`, { body: { reason, lesson } }),
            t("workbench.vetoedToast", { title: task.title }),
          )
        : attempt(
            () => changeRecord(workspace, task, { status: "vetoed" }),
            t("workbench.vetoedToast", { title: task.title }),
            reopen(task),
          ),
  };
}
