import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ChangeEvent } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";

/** Hands a file in to a source whose kind reads files. */
export function FileDrop({ source }: { readonly source: string }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const upload = useMutation({
    mutationFn: (file: File) =>
      tell(`/api/w/${id}/sources/${source}/files`, { method: "POST", file }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "touchpoints"] }),
  });
  const onChange = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (file) upload.mutate(file);
    currentTarget.value = "";
  };
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("touchpoints.file")}</h3>
        <span className="t12 t3">{t("touchpoints.fileHint")}</span>
      </div>
      <label className={upload.isPending ? "button file-choice off" : "button file-choice"}>
        {t("touchpoints.fileChoose")}
        <input
          type="file"
          className="visually-hidden"
          aria-label={t("touchpoints.file")}
          accept=".csv,.json,.xml,text/csv,application/json"
          disabled={upload.isPending}
          onChange={onChange}
        />
      </label>
      {upload.variables && <span className="t12 t3"> {upload.variables.name}</span>}
      {upload.isSuccess && <p className="t12 good">{t("touchpoints.fileStored")}</p>}
      {upload.error && <ProblemBox error={upload.error} />}
    </section>
  );
}
