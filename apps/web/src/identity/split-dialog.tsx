import type { PersonIdentity } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { takeDecision } from "../api/identity-queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";

/** Says what a split does, and takes it. */
export function SplitDialog({
  merge: { left, right },
  onClose,
}: {
  readonly merge: PersonIdentity["merges"][number];
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const named = ({ kind, value }: typeof left) => `${fieldWord(t, kind)} ${value}`;
  const split = useMutation({
    mutationFn: () => takeDecision(id, { verdict: "apart", left, right, note }),
    onSuccess: async () => {
      toasts.show({ text: t("identity.splitDone") }, Date.now());
      onClose();
      await client.invalidateQueries({ queryKey: ["w", id] });
    },
  });
  return (
    <Dialog title={t("identity.splitTitle")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          split.mutate();
        }}
      >
        <div className="dialog-body">
          <p className="t13">
            {t("identity.splitSays", { left: named(left), right: named(right) })}
          </p>
          <FormField label={t("identity.note")} optional>
            <input
              className="input"
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </FormField>
          {split.error && <ProblemBox error={split.error} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("identity.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={split.isPending}>
            {t("identity.split")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
