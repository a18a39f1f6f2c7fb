import type { Retention, RetentionPreview } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { formatNumber } from "../format/numbers.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { retentionWords as words } from "./retention-words.ts";

const lookMs = 1_000;

interface RetentionDueProps {
  readonly preview: RetentionPreview;
  readonly runs: Retention["runs"];
  readonly onRan: () => void;
}

function total(due: readonly { readonly count: number }[]): number {
  return due.reduce((sum, { count }) => sum + count, 0);
}

/** Looks until there is a run that was not there before. */
function useNextRun(runs: Retention["runs"], isAwaited: boolean, onRan: () => void): void {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const key = ["w", id, "privacy", "retention"];
  const latest = runs[0]?.at;
  useQuery({
    queryKey: [...key, "next"],
    queryFn: async ({ signal }) => {
      const found = await ask("retentionSchema", `/api/w/${id}/privacy/retention`, { signal });
      if (found.runs[0]?.at === latest) return null;
      client.setQueryData(key, found);
      await client.invalidateQueries({ queryKey: ["w", id, "records"] });
      onRan();
      return null;
    },
    enabled: isAwaited,
    gcTime: 0,
    refetchInterval: lookMs,
  });
}

/** What a dry run found, and the way to let it go now rather than in the night. */
export function RetentionDue({ preview, runs, onRan }: RetentionDueProps) {
  const { label, locale } = useTexts();
  const { id } = useWorkspace();
  const [isAsking, setAsking] = useState(false);
  const run = useMutation({
    mutationFn: () => tell(`/api/w/${id}/privacy/retention/runs`, {}),
    onSuccess: () => setAsking(false),
  });
  useNextRun(runs, run.isSuccess, () => {
    toasts.show({ text: label(words.deleted) }, Date.now());
    onRan();
  });
  const [events, records] = [total(preview.events), total(preview.records)];
  if (events + records === 0) return <p className="t13 t2">{label(words.nothingDue)}</p>;
  const counted = label(words.dueSays)
    .replace("{events}", formatNumber(events, locale))
    .replace("{records}", formatNumber(records, locale));
  return (
    <>
      <div className="row">
        <span className="t13">{counted}</span>
        <button
          type="button"
          className="button danger"
          disabled={run.isSuccess}
          onClick={() => setAsking(true)}
        >
          {label(run.isSuccess ? words.deleting : words.deleteNow)}
        </button>
      </div>
      {preview.partitions.length > 0 && (
        <p className="t12 t3">
          {label(words.parts)}
          {locale === "zh" ? "：" : ": "}
          {preview.partitions
            .map(
              ({ from, to, events: count }) => `${from} – ${to} (${formatNumber(count, locale)})`,
            )
            .join(locale === "zh" ? "、" : ", ")}
        </p>
      )}
      {isAsking && (
        <Dialog title={label(words.deleteTitle)} onClose={() => setAsking(false)}>
          <div className="dialog-body">
            <p className="t13">{counted}</p>
            <p className="t13 t2">{label(words.deleteSays)}</p>
            {run.error && <ProblemBox error={run.error} />}
          </div>
          <footer className="dialog-foot">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {label(words.cancel)}
            </button>
            <button
              type="button"
              className="button danger"
              disabled={run.isPending}
              onClick={() => run.mutate()}
            >
              {label(words.deleteNow)}
            </button>
          </footer>
        </Dialog>
      )}
    </>
  );
}
