import type { FormEvent } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";

interface VetoDialogProps {
  readonly title: string;
  readonly onVeto: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks why not: the reason is what an agent learns from. */
export function VetoDialog({ title, onVeto, onClose }: VetoDialogProps) {
  const { t } = useTexts();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onVeto(String(new FormData(event.currentTarget).get("reason")));
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
