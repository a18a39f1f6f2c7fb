import type { RecordDocument } from "@causeway/platform-contract";
import { type FormEvent, useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { inputText, readInput } from "../records/field-input.ts";
import { textOf } from "../records/schema-fields.ts";
import { useChange } from "../records/use-change.ts";
import { useTexts } from "../texts/text.ts";

interface EditTaskDialogProps {
  readonly task: RecordDocument;
  readonly onClose: () => void;
}

/** Title, details and due time of an action, before it is approved. */
export function EditTaskDialog({ task, onClose }: EditTaskDialogProps) {
  const { t } = useTexts();
  const change = useChange(task);
  const [due, setDue] = useState(() => inputText("dateTime", textOf(task, "due_at")));
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = String(form.get("body"));
    change.mutate(
      {
        title: String(form.get("title")),
        body: body === "" ? null : body,
        due_at: readInput("dateTime", due),
      },
      {
        onSuccess: () => {
          toasts.show({ text: t("workbench.savedToast") }, Date.now());
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={t("workbench.edit")} width={560} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <FormField label={t("workbench.title")}>
            <input
              className="input"
              name="title"
              defaultValue={task.title}
              required
              maxLength={500}
            />
          </FormField>
          <FormField label={t("workbench.body")} optional>
            <textarea
              className="input"
              name="body"
              rows={6}
              defaultValue={textOf(task, "body") ?? ""}
            />
          </FormField>
          <FormField label={t("workbench.due")} optional>
            <input
              className="input"
              type="datetime-local"
              value={due}
              onChange={(event) => setDue(event.target.value)}
            />
          </FormField>
          {change.error && <ProblemBox error={change.error} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={change.isPending}>
            {t("shell.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
