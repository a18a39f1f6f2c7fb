import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";

/** Fetches what is new without waiting for the minute. */
export function FetchNow({ source }: { readonly source: string }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const fetching = useMutation({
    mutationFn: () => tell(`/api/w/${id}/sources/${source}/fetch`, { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "touchpoints"] }),
  });
  return (
    <div className="row">
      <button
        type="button"
        className="button"
        disabled={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        {t("touchpoints.fetchNow")}
      </button>
      {fetching.isSuccess && <span className="t12 t3">{t("touchpoints.fetchAsked")}</span>}
      {fetching.error && <ProblemBox error={fetching.error} />}
    </div>
  );
}
