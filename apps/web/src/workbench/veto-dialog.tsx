import { type VetoLesson, vetoLessons } from "@causeway/platform-contract";
import type { FormEvent } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { type TextKey, useTexts } from "../texts/text.ts";

export const lessonTexts: Readonly<Record<VetoLesson, TextKey>> = {
  once: "workbench.lessonOnce",
  "not-now": "workbench.lessonNot-now",
  never: "workbench.lessonNever",
};

interface VetoDialogProps {
  readonly title: string;
  /** Whether an agent proposed it, and so can be taught. */
  readonly byAgent: boolean;
  readonly onVeto: (reason: string, lesson: VetoLesson) => void;
  readonly onClose: () => void;
}

/** Asks why not, and what the agent is to learn from it. */
export function VetoDialog({ title, byAgent, onVeto, onClose }: VetoDialogProps) {
  const { t } = useTexts();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const lesson = vetoLessons.find((known) => known === form.get("lesson")) ?? "once";
    onVeto(String(form.get("reason")), lesson);
    onClose();
  };
  return (
    <Dialog title={`${t("workbench.veto")} · ${title}`} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <FormField
            label={t("workbench.vetoReasonLabel")}
            hint={t("workbench.vetoReason")}
            optional
          >
            <textarea className="input" name="reason" rows={3} maxLength={2000} />
          </FormField>
          {byAgent && (
            <FormField label={t("workbench.lesson")}>
              <select className="input" name="lesson" defaultValue="once">
                {vetoLessons.map((lesson) => (
                  <option key={lesson} value={lesson}>
                    {t(lessonTexts[lesson])}
                  </option>
                ))}
              </select>
            </FormField>
          )}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary">
            {t("workbench.veto")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
