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
import { NamedSelect } from "./feature-parts.tsx";
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

const directions = ["free", "rises", "falls"] as const;

interface PreviewProps {
  readonly definition: PredictionDefinition;
  readonly onChange: (change: Partial<PredictionDefinition>) => void;
}

/** What the definition would learn from, on the records of today, and which way each number may move the prediction. */
export function DefinitionPreview({ definition, onChange }: PreviewProps) {
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
  const onMonotone = (name: string, value: string) => {
    const { [name]: _held, ...rest } = definition.monotone;
    onChange({
      monotone: value === "rises" || value === "falls" ? { ...rest, [name]: value } : rest,
    });
  };
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
          {t("prediction.previewFeatures", { count: data.features.length })} ·{" "}
          {t("prediction.monotone")}
        </span>
        <p className="t12 t3">{t("prediction.monotoneHint")}</p>
        <ul className="preview-features">
          {data.features.map((feature) => (
            <li key={feature.name}>
              <span className="cut">{label(feature.label)}</span>
              {feature.kind === "numeric" && (
                <NamedSelect
                  label={`${t("prediction.monotone")}: ${label(feature.label)}`}
                  value={definition.monotone[feature.name] ?? "free"}
                  options={directions.map((value) => ({
                    value,
                    text: t(`prediction.monotone_${value}`),
                  }))}
                  onChange={(value) => onMonotone(feature.name, value)}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
