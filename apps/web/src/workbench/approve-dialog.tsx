import type { AgentRun, Approval, RecordDocument } from "@causeway/platform-contract";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";

interface ApproveDialogProps {
  readonly task: RecordDocument;
  readonly run: AgentRun;
  /** Rejects with what the server says against it; the form then stays as it was. */
  readonly onApprove: (mail: Approval["mail"]) => Promise<void>;
  readonly onClose: () => void;
}

/** The last look before a mail leaves: to whom, in which words; or the task alone is marked done. */
export function ApproveDialog({ task, run, onApprove, onClose }: ApproveDialogProps) {
  const { t, label } = useTexts();
  const { name } = useWorkspace();
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const decide = async (mail: Approval["mail"]) => {
    setWorking(true);
    setError(null);
    try {
      await onApprove(mail);
      onClose();
    } catch (refused) {
      setError(refused);
      setWorking(false);
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void decide({ subject: String(form.get("subject")), text: String(form.get("text")) });
  };
  return (
    <Dialog title={`${t("workbench.approve")} · ${task.title}`} width={560} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <p className="t13 t2">{t("workbench.sendsTo", { address: run.sendTo.address ?? "" })}</p>
          <FormField label={t("workbench.mailSubject")}>
            <input
              className="input"
              name="subject"
              defaultValue={t("workbench.mailSubjectStart", { workspace: name })}
              required
              maxLength={200}
            />
          </FormField>
          <FormField label={t("workbench.mailText")} hint={t("workbench.mailHint")}>
            <textarea
              className="input"
              name="text"
              rows={8}
              defaultValue={run.draft ? label(run.draft) : ""}
              required
              maxLength={20_000}
            />
          </FormField>
          {error !== null && <ProblemBox error={error} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <span className="space" />
          <button
            type="button"
            className="button"
            disabled={working}
            onClick={() => void decide(undefined)}
          >
            {t("workbench.finishOnly")}
          </button>
          <button type="submit" className="button primary" disabled={working}>
            {t("workbench.approveAndSend")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
