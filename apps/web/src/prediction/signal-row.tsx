import type { FeatureSpec } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";
import { DaysField, NamedSelect, RemoveButton } from "./feature-parts.tsx";

type SignalSpec = Extract<FeatureSpec, { kind: "signal" }>;

const signals = ["tender", "equity-change", "job-posting", "logistics-status"] as const;

interface SignalRowProps {
  readonly spec: SignalSpec;
  readonly companies: readonly string[];
  readonly pathWords: (of: string) => string;
  readonly onChange: (spec: SignalSpec) => void;
  readonly onRemove: () => void;
}

/** How many publications of a kind about the company there were in some days. */
export function SignalRow({ spec, companies, pathWords, onChange, onRemove }: SignalRowProps) {
  const { t } = useTexts();
  return (
    <div className="feature-row">
      <NamedSelect
        label={t("prediction.of")}
        value={spec.of}
        options={companies.map((of) => ({ value: of, text: pathWords(of) }))}
        onChange={(of) => onChange({ ...spec, of })}
      />
      <NamedSelect
        label={t("prediction.signal")}
        value={spec.signal}
        options={[...new Set([...signals, spec.signal])].map((name) => ({
          value: name,
          text: signals.some((known) => known === name)
            ? t(`prediction.signal_${name as "tender"}`)
            : name,
        }))}
        onChange={(signal) => onChange({ ...spec, signal })}
      />
      <DaysField days={spec.days} onChange={(days) => onChange({ ...spec, days })} />
      {t("prediction.daysUnit")}
      <label className="row t13">
        <input
          type="checkbox"
          className="check"
          checked={spec.withBeneath ?? false}
          onChange={(event) => onChange({ ...spec, withBeneath: event.target.checked })}
        />
        {t("groups.withBeneath")}
      </label>
      <RemoveButton onRemove={onRemove} />
    </div>
  );
}
