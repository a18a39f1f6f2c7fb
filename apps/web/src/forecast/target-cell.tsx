import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { formatMonthOf } from "../format/dates.ts";
import { formatMoney } from "../format/numbers.ts";
import { problemText } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { readAmount } from "./read-amount.ts";

interface TargetCellProps {
  readonly team: string;
  readonly teamName: string;
  readonly month: string;
  readonly amount: number | null;
}

/** A target that a director types in; leaving the field saves it, an empty one takes it back. */
export function TargetCell({ team, teamName, month, amount }: TargetCellProps) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const noteId = useId();
  const [draft, setDraft] = useState<string>();
  const save = useMutation({
    mutationFn: (next: number | null) =>
      tell(`/api/w/${id}/forecast/targets`, {
        method: "PUT",
        body: { team, month, amount: next },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "scores", "forecast"] }),
  });
  const next = draft === undefined ? amount : readAmount(draft);
  const finish = () => {
    if (draft !== undefined && next !== undefined && next !== amount) save.mutate(next);
    if (next !== undefined) setDraft(undefined);
  };
  const problem =
    next === undefined
      ? t("forecast.targetUnread")
      : save.isError
        ? `${t("forecast.targetUnsaved")} · ${problemText(save.error, t)}`
        : undefined;
  return (
    <span className="target-cell">
      <input
        className="input target"
        inputMode="decimal"
        aria-label={t("forecast.targetOf", { team: teamName, month: formatMonthOf(month, locale) })}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : noteId}
        placeholder={t("forecast.target")}
        value={draft ?? (amount === null ? "" : formatMoney(amount, locale))}
        onFocus={() => setDraft((held) => held ?? (amount === null ? "" : String(amount)))}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setDraft(undefined);
        }}
      />
      {problem !== undefined && (
        <span id={noteId} className="t12 bad">
          {problem}
        </span>
      )}
    </span>
  );
}
