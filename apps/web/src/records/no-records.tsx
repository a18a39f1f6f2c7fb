import type { ObjectDefinition } from "@causeway/platform-contract";
import { EmptyState } from "../parts/empty-state.tsx";
import { NextStep } from "../shell/next-step.tsx";
import { useTexts } from "../texts/text.ts";
import { findsBeginningsOnly } from "./finds-beginnings-only.ts";

interface NoRecordsProps {
  readonly object: ObjectDefinition;
  /** There are none that match; there may be others. */
  readonly narrowed: boolean;
  /** What was searched for. */
  readonly query?: string | undefined;
  readonly onClear: () => void;
  readonly onNew: () => void;
}

/** Stands where a list or a board has nothing to show, with the next step. */
export function NoRecords({ object, narrowed, query = "", onClear, onNew }: NoRecordsProps) {
  const { t, word } = useTexts();
  if (narrowed) {
    return (
      <EmptyState
        title={t("records.noMatch")}
        {...(findsBeginningsOnly(query) && { hint: t("records.shortQuery") })}
      >
        <button type="button" className="button" onClick={onClear}>
          {t("records.clearFilter")}
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t("records.empty", { object: word(object.pluralLabel) })}
      hint={t("records.emptyHint")}
    >
      <button type="button" className="button primary" onClick={onNew}>
        {t("records.create", { object: word(object.label) })}
      </button>
      <NextStep to="file" />
    </EmptyState>
  );
}
