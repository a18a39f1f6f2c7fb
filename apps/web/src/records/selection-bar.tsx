import type { FieldValue, ObjectDefinition } from "@causeway/platform-contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import type { ListQuery } from "../api/record-queries.ts";
import { Progress } from "../parts/progress.tsx";
import { toasts } from "../parts/toasts.ts";
import { type TextKey, useTexts } from "../texts/text.ts";
import { BulkEditDialog } from "./bulk-edit-dialog.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import {
  type ChunkOptions,
  deleteRecords,
  editRecords,
  matchingIds,
  restoreRecords,
} from "./record-actions.ts";
import { noSelection, type Selection } from "./selection.ts";

interface Work {
  readonly done: number;
  readonly total: number;
}

/** Work on many records in chunks: how far it is, and a way to stop it between two of them. */
function useBulkWork(object: string) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const [work, setWork] = useState<Work | null>(null);
  const stopper = useRef<AbortController>(undefined);
  const refresh = () => client.invalidateQueries({ queryKey: ["w", workspace, "records"] });
  const begin = (total: number): ChunkOptions => {
    stopper.current = new AbortController();
    setWork({ done: 0, total });
    return {
      signal: stopper.current.signal,
      onProgress: (done) => setWork({ done, total }),
    };
  };
  const end = async (
    said: readonly [TextKey, TextKey],
    count: number,
    failed: number,
    undo: () => void,
  ) => {
    setWork(null);
    await refresh();
    const [all, part] = said;
    const text = failed === 0 ? t(all, { count }) : t(part, { count, failed });
    toasts.show({ text, undo }, Date.now());
  };
  return {
    work,
    stop: () => stopper.current?.abort(),
    async remove(ids: readonly string[]) {
      const options = begin(ids.length);
      const deleted = await deleteRecords(workspace, object, ids, options);
      const failed = options.signal?.aborted ? 0 : ids.length - deleted.length;
      await end(["records.deleted", "records.deletedPart"], deleted.length, failed, () => {
        void restoreRecords(workspace, object, deleted).then(refresh);
      });
    },
    async edit(ids: readonly string[], name: string, value: FieldValue) {
      // The owner is a property of the record itself, beside the fields that the business defines.
      const change =
        name === "owner_id"
          ? { values: {}, ownerId: value === null ? null : String(value) }
          : { values: { [name]: value } };
      const edits = ids.map((id) => ({ id, ...change }));
      const { before, failed } = await editRecords(workspace, object, edits, begin(ids.length));
      await end(["records.edited", "records.editedPart"], before.length, failed, () => {
        void editRecords(workspace, object, before).then(refresh);
      });
    },
  };
}

/** What can be done with the chosen records. */
export function SelectionBar({
  object,
  query,
  selection,
  hasMore,
  onSelect,
}: {
  readonly object: ObjectDefinition;
  readonly query: ListQuery;
  readonly selection: Selection;
  /** There are more records than the page has loaded. */
  readonly hasMore: boolean;
  readonly onSelect: (selection: Selection) => void;
}) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const { work, stop, remove, edit } = useBulkWork(object.name);
  const [editing, setEditing] = useState(false);
  const [isCut, setCut] = useState(false);
  const [merging, setMerging] = useState(false);
  const ids = [...selection.ids];
  const [first, second] = ids;
  const selectMatching = async () => {
    const { ids: all, complete } = await matchingIds(workspace, object.name, query);
    setCut(!complete);
    onSelect({ ids: new Set(all), anchor: null, beyondLoaded: true });
  };
  const clear = () => onSelect(noSelection);
  if (work) {
    return (
      <div className="toolbar selected">
        <b className="t13">{t("records.working")}</b>
        <Progress done={work.done} total={work.total} label={t("records.working")} />
        <button type="button" className="button" onClick={stop}>
          {t("records.stop")}
        </button>
      </div>
    );
  }
  return (
    <div className="toolbar selected">
      <b className="t13">{t("records.selected", { count: ids.length })}</b>
      {isCut && selection.beyondLoaded && (
        <span className="t12 t2">{t("records.selectedMost")}</span>
      )}
      {hasMore && !selection.beyondLoaded && (
        <button type="button" className="button quiet" onClick={() => void selectMatching()}>
          {t("records.selectMatching")}
        </button>
      )}
      <button type="button" className="button" onClick={() => setEditing(true)}>
        {t("records.editMany")}
      </button>
      {ids.length === 2 && (
        <button type="button" className="button" onClick={() => setMerging(true)}>
          {t("merge.begin")}
        </button>
      )}
      <button type="button" className="button danger" onClick={() => void remove(ids).then(clear)}>
        {t("records.delete")}
      </button>
      <button type="button" className="button quiet" onClick={clear}>
        {t("records.clearSelection")}
      </button>
      {merging && first !== undefined && second !== undefined && (
        <MergeDialog
          object={object}
          id={first}
          other={second}
          onClose={() => setMerging(false)}
          onMerged={clear}
        />
      )}
      {editing && (
        <BulkEditDialog
          object={object}
          count={ids.length}
          onClose={() => setEditing(false)}
          onEdit={(name, value) => {
            setEditing(false);
            void edit(ids, name, value).then(clear);
          }}
        />
      )}
    </div>
  );
}
