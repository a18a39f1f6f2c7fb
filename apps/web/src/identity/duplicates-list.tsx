import type {
  CompanyDuplicates,
  DuplicateState,
  ObjectDefinition,
} from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { companyDuplicatesQuery } from "../api/duplicate-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { MergeDialog } from "../records/merge-dialog.tsx";
import { useObject } from "../records/use-object.ts";
import { useTexts } from "../texts/text.ts";
import { DuplicateCard } from "./duplicate-card.tsx";
import { DuplicateLook } from "./duplicate-look.tsx";

type Pair = CompanyDuplicates["pairs"][number];

function Pairs({
  object,
  found,
  state,
}: {
  readonly object: ObjectDefinition;
  readonly found: CompanyDuplicates;
  readonly state: DuplicateState;
}) {
  const { t, locale } = useTexts();
  const [merging, setMerging] = useState<Pair | null>(null);
  if (found.count === 0) {
    return state === "open" ? (
      <EmptyState title={t("duplicates.none")} hint={t("duplicates.noneHint")} />
    ) : (
      <EmptyState title={t("duplicates.noneApart")} hint={t("duplicates.noneApartHint")} />
    );
  }
  const shown = formatNumber(found.count, locale);
  return (
    <>
      {state === "open" && (
        <p className="t13 t2">{t("duplicates.waiting", { count: found.count, shown })}</p>
      )}
      {found.pairs.map((pair) => (
        <DuplicateCard
          key={pair.id}
          object={object}
          pair={pair}
          state={state}
          onMerge={() => setMerging(pair)}
        />
      ))}
      {merging && (
        <MergeDialog
          object={object}
          id={merging.left.id}
          other={merging.right.id}
          onClose={() => setMerging(null)}
          onMerged={() => setMerging(null)}
        />
      )}
    </>
  );
}

/** Companies that may stand twice: proposed by linkage, merged or told apart by people. */
export function DuplicatesList() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const [state, setState] = useState<DuplicateState>("open");
  const object = useObject("account")?.object;
  const { data, error, refetch } = useQuery(companyDuplicatesQuery(id, state));
  return (
    <section className="pairs" aria-label={t("duplicates.title")}>
      {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {!error && !(data && object) && <Skeleton rows={8} />}
      {data && object && (
        <>
          <DuplicateLook object={object} found={data} />
          <Segments
            label={t("duplicates.title")}
            value={state}
            options={(["open", "apart"] as const).map((value) => ({
              value,
              text: t(`duplicates.${value}`),
            }))}
            onChange={setState}
          />
          <Pairs object={object} found={data} state={state} />
        </>
      )}
    </section>
  );
}
