import type { Merge, ObjectDefinition, RecordDocument } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { mergePreviewQuery, mergeRecords, undoMerge } from "../api/merge-queries.ts";
import { recordQuery } from "../api/record-queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemBox, problemText } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { MergeSearch } from "./merge-search.tsx";
import { type Choices, MergeTable } from "./merge-table.tsx";
import "./merge.css";

interface MergeDialogProps {
  readonly object: ObjectDefinition;
  /** The record that stays, unless somebody swaps the two. */
  readonly id: string;
  /** The other one, where it is known. */
  readonly other?: string;
  readonly onClose: () => void;
  /** The id of the one that stands now. */
  readonly onMerged: (id: string) => void;
}

/** How a merge is taken back, and what is said then. */
export function useUndoMerge(object: string): (merge: Merge) => Promise<void> {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return async ({ id, kept, other }) => {
    try {
      await undoMerge(workspace, { object, id: kept.id }, id);
      toasts.show({ text: t("merge.undone", { title: other.title }) }, Date.now());
    } catch (error) {
      toasts.show({ text: problemText(error, t), tone: "bad" }, Date.now());
    }
    await client.invalidateQueries({ queryKey: ["w", workspace] });
  };
}

/** Makes two records one: which other, which of the two stays, what of each, and what moves. */
export function MergeDialog({ object, id, other, onClose, onMerged }: MergeDialogProps) {
  const { t, word } = useTexts();
  const { id: workspace } = useWorkspace();
  const [pair, setPair] = useState({ kept: id, other });
  const { data: record } = useQuery(recordQuery(workspace, object.name, id));
  return (
    <Dialog title={t("merge.title", { object: word(object.label) })} onClose={onClose} width={760}>
      {pair.other === undefined ? (
        <div className="dialog-body">
          {record && (
            <MergeSearch
              record={record}
              onChoose={(chosen) => setPair({ kept: id, other: chosen })}
            />
          )}
        </div>
      ) : (
        <MergeForm
          key={pair.kept}
          object={object}
          kept={pair.kept}
          other={pair.other}
          onSwap={() => setPair({ kept: pair.other ?? id, other: pair.kept })}
          onOther={other === undefined ? () => setPair({ kept: id, other }) : undefined}
          onClose={onClose}
          onMerged={onMerged}
        />
      )}
    </Dialog>
  );
}

function MergeForm({
  object,
  kept,
  other,
  onSwap,
  onOther,
  onClose,
  onMerged,
}: Pick<MergeDialogProps, "object" | "onClose" | "onMerged"> & {
  readonly kept: string;
  readonly other: string;
  readonly onSwap: () => void;
  readonly onOther: (() => void) | undefined;
}) {
  const { t, label } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const undo = useUndoMerge(object.name);
  const [choices, setChoices] = useState<Choices>({});
  const key = { object: object.name, id: kept };
  const { data: preview, error, refetch } = useQuery(mergePreviewQuery(workspace, key, other));
  const merging = useMutation({
    mutationFn: (seen: { readonly kept: RecordDocument; readonly other: RecordDocument }) => {
      const versions = { kept: seen.kept.version, other: seen.other.version };
      return mergeRecords(workspace, key, { other, choices, versions });
    },
    onSuccess: async ({ merge }) => {
      onClose();
      onMerged(kept);
      const text = t("merge.done", { title: merge.other.title });
      toasts.show({ text, undo: () => void undo(merge) }, Date.now());
      await client.invalidateQueries({ queryKey: ["w", workspace] });
    },
    onError: () => void refetch(),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (preview) merging.mutate(preview);
      }}
    >
      <div className="dialog-body">
        {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {!preview && !error && <Skeleton rows={6} />}
        {preview && (
          <>
            <MergeTable
              object={object}
              preview={preview}
              choices={choices}
              onChoose={(field, choice) => setChoices({ ...choices, [field]: choice })}
              onSwap={onSwap}
            />
            <section className="merge-moves">
              <h3 className="t13">{t("merge.moves")}</h3>
              {preview.moves.length === 0 && <p className="t13 t2">{t("merge.noMoves")}</p>}
              <ul>
                {preview.moves.map(({ object: of, label: name, count }) => (
                  <li key={`${of} ${name.en}`} className="t13">
                    {label(name)} <b>{count}</b>
                  </li>
                ))}
              </ul>
            </section>
            <p className="t12 t2">
              {known.has(object.name) && t("merge.touchpoints", { title: preview.other.title })}{" "}
              {t("merge.takeBack")}
            </p>
          </>
        )}
        {merging.error && <ProblemBox error={merging.error} />}
      </div>
      <footer className="dialog-foot">
        {onOther && (
          <button type="button" className="button quiet" onClick={onOther}>
            {t("merge.other")}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t("shell.cancel")}
        </button>
        <button type="submit" className="button primary" disabled={!preview || merging.isPending}>
          {t("merge.confirm")}
        </button>
      </footer>
    </form>
  );
}

/** Objects that touchpoints lead to. */
const known = new Set(["account", "contact", "lead"]);
