import type { RecordDocument, Values } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { changeRecord } from "../api/record-queries.ts";
import { problemText } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";

/** Saves values of one record and refreshes what shows it; a refusal is said in words. */
export function useChange(record: Pick<RecordDocument, "object" | "id" | "version">) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Values) => changeRecord(workspace, record, values),
    onError: (error) => {
      const reason = problemText(error, t);
      toasts.show({ text: t("records.unsaved", { reason }), tone: "bad" }, Date.now());
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["w", workspace, "records"] }),
  });
}
