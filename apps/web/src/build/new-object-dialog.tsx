import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { useFreeName } from "./use-free-name.ts";

/** Names of a new object in both languages. */
export function NewObjectDialog({ onClose }: { readonly onClose: (created?: string) => void }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [chinese, setChinese] = useState("");
  const [english, setEnglish] = useState("");
  const [name, setName] = useState<string | null>(null);
  const label = { zh: chinese, en: english || chinese };
  const free = useFreeName(label.en);
  const creation = useMutation({
    mutationFn: async (form: FormData) => {
      const plural = String(form.get("plural"));
      const apiName = name ?? (await free.ask());
      await tell(`/api/w/${id}/schema/objects`, {
        body: {
          name: apiName,
          label,
          pluralLabel: { zh: label.zh, en: plural === "" ? label.en : plural },
        },
      });
      return apiName;
    },
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ["w", id, "schema"] });
      onClose(made);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creation.mutate(new FormData(event.currentTarget));
  };
  const issue = creation.error instanceof ProblemError ? creation.error.issueAt("name") : undefined;
  return (
    <Dialog title={t("build.newObject")} onClose={() => onClose()}>
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <FormField label={t("build.labelZh")}>
            <input
              className="input"
              required
              maxLength={200}
              value={chinese}
              onChange={(event) => setChinese(event.target.value)}
            />
          </FormField>
          <FormField label={t("build.labelEn")} hint={t("build.sameAsZh")}>
            <input
              className="input"
              maxLength={200}
              value={english}
              onChange={(event) => setEnglish(event.target.value)}
            />
          </FormField>
          <FormField label={t("build.pluralEn")} optional>
            <input className="input" name="plural" maxLength={200} />
          </FormField>
          <FormField label={t("build.apiName")} hint={t("build.apiNameHint")} error={issue}>
            <input
              className="input"
              required={name !== null}
              pattern="[a-z][a-z0-9_]{0,47}"
              value={name ?? free.shown}
              onChange={(event) => setName(event.target.value)}
            />
          </FormField>
          {creation.error && <ProblemBox error={creation.error} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={() => onClose()}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={creation.isPending}>
            {t("build.newObject")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
