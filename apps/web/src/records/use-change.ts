import type { RecordDocument, Values } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { changeRecord } from "../api/record-queries.ts";
import { useTexts } from "../texts/text.ts";
import { sayUnsaved } from "./say-unsaved.ts";

/** Saves values of one record and refreshes what shows it; a refusal is said in words. */
export function useChange(record: Pick<RecordDocument, "object" | "id" | "version">) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Values) => changeRecord(workspace, record, values),
    onError: (error) => sayUnsaved(error, { workspace, object: record.object }, t),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", workspace, "records"] }),
  });
}
