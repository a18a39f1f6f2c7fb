import type { PredictionDefinition } from "@causeway/platform-contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { formatNumber, formatPercent } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { isComplete } from "./definition-form.ts";
import { formatAmount } from "./score-words.ts";

const settleMs = 350;
/** Fewer cases than this cannot be learned from. */
const leastCases = 60;

/** A value once it has stopped changing. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the definition would learn from, on the records of today. */
export function DefinitionPreview({ definition }: { readonly definition: PredictionDefinition }) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const { name: _name, label: _label, ...asked } = definition;
  const settled = useSettled(JSON.stringify(asked));
  const isReady = isComplete(definition);
  const { data, error, isPending } = useQuery({
    queryKey: ["w", id, "records", "definition-preview", settled],
    queryFn: ({ signal }) =>
      ask("definitionPreviewSchema", `/api/w/${id}/predictions/preview`, {
        body: { ...JSON.parse(settled), name: "preview", label: { zh: "preview", en: "preview" } },
        signal,
      }),
    enabled: isReady,
    placeholderData: keepPreviousData,
  });
  if (!isReady) return <p className="t13 t3">{t("prediction.previewNeeds")}</p>;
  if (error) return <ProblemBox error={error} />;
  if (isPending || !data) return <Skeleton rows={5} />;
  const count = (value: number) => formatNumber(value, locale);
  const isBinary = definition.outcome.kind !== "number";
  const figures = [
    [
      t("prediction.previewCases"),
      count(data.cases),
      t("prediction.previewCasesHint", {
        records: count(data.caseRecords),
        looked: count(data.looked),
      }),
    ],
    [
      t(isBinary ? "prediction.previewRate" : "prediction.previewMean"),
      data.rate === null
        ? "—"
        : isBinary
          ? formatPercent(data.rate)
          : formatAmount(data.rate, locale),
      t("prediction.previewRateHint", { undecided: count(data.undecided) }),
    ],
    [t("prediction.previewOpen"), count(data.open), t("prediction.previewOpenHint")],
  ] as const;
  return (
    <div className="preview-list">
      {figures.map(([name, value, hint]) => (
        <div key={name}>
          <span className="label">{name}</span>
          <div className="preview-figure">{value}</div>
          <p className="t12 t3">{hint}</p>
        </div>
      ))}
      {data.caseRecords < leastCases && (
        <p className="t13 warn">{t("prediction.previewTooFew", { count: leastCases })}</p>
      )}
      {data.withoutHistory > 0 && (
        <p className="t12 t2">
          {t("prediction.previewSnapshot", { count: count(data.withoutHistory) })}
        </p>
      )}
      <div>
        <span className="label">
          {t("prediction.previewFeatures", { count: data.features.length })}
        </span>
        <ul className="preview-features">
          {data.features.map((feature) => (
            <li key={feature.name}>{label(feature.label)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
