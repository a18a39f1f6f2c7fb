import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";

/** Takes a register's shareholdings as a file, and says line by line what it could not use. */
export function OwnershipUpload() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const upload = useMutation({
    mutationFn: (file: File) =>
      ask("ownershipFileSchema", `/api/w/${id}/ownership/file`, { method: "POST", file }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["w", id, "records"] }),
  });
  const { data, error, isPending } = upload;
  return (
    <div className="field">
      <label className="button primary">
        <Icon of={Upload} size={14} />
        {isPending ? t("groups.uploading") : t("groups.upload")}
        <input
          type="file"
          className="visually-hidden"
          accept=".csv,.tsv,.txt,.gz,text/csv,text/plain"
          disabled={isPending}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) upload.mutate(file);
          }}
        />
      </label>
      <span className="t12 t3">{t("groups.uploadHint")}</span>
      {error && <ProblemBox error={error} />}
      {data && (
        <output className="t13">
          {t("groups.uploaded", {
            read: data.read,
            recorded: data.recorded,
            unchanged: data.unchanged,
          })}
          {data.refusedCount > 0 && (
            <>
              <br />
              {t("groups.refused", { count: data.refusedCount })}{" "}
              {data.refused
                .slice(0, 5)
                .map((one) => t("groups.line", one))
                .join("; ")}
            </>
          )}
        </output>
      )}
    </div>
  );
}
