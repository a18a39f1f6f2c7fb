import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";

/** From how many percent on a holder controls a company. */
export function ControlForm({ above }: { readonly above: number }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [text, setText] = useState(String(above));
  const save = useMutation({
    mutationFn: () =>
      tell(`/api/w/${id}/company-groups/control`, { method: "PUT", body: { above: Number(text) } }),
    onSuccess: async () => {
      toasts.show({ text: t("groups.saved") }, Date.now());
      await client.invalidateQueries({ queryKey: ["w", id, "records"] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormField label={t("groups.above")} hint={t("groups.aboveHint")}>
        <input
          className="input number-input"
          type="number"
          min={20}
          max={99}
          step="any"
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </FormField>
      {Number(text) !== above && (
        <button type="submit" className="button" disabled={save.isPending}>
          {t("groups.save")}
        </button>
      )}
      {save.error && <ProblemBox error={save.error} />}
    </form>
  );
}
