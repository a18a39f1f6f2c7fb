import type { Parameter } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";
import { readDraft, showValue } from "./draft-values.ts";

interface ParameterRowProps {
  readonly parameter: Parameter;
  readonly draft: string | undefined;
  readonly mayEdit: boolean;
  readonly onDraft: (text: string) => void;
}

/** One number with its bounds. */
export function ParameterRow({ parameter, draft, mayEdit, onDraft }: ParameterRowProps) {
  const { t, label } = useTexts();
  const text = draft ?? showValue(parameter, parameter.value);
  const value = readDraft(parameter, text);
  const [low, high, standard] = [parameter.low, parameter.high, parameter.standard].map((number) =>
    showValue(parameter, number),
  );
  const isChanged = value !== undefined && value !== parameter.value;
  const bounds = { low: low ?? "", high: high ?? "" };
  return (
    <label className={isChanged ? "parameter changed" : "parameter"}>
      <span className="t13">{label(parameter.label)}</span>
      <input
        className="input"
        inputMode="decimal"
        disabled={!mayEdit}
        aria-invalid={value === undefined}
        value={text}
        onChange={(event) => onDraft(event.target.value)}
      />
      <span className="t12 t3">{t(`parameters.${parameter.unit}`)}</span>
      {value === undefined ? (
        <span className="t12 bad">{t("parameters.outOf", bounds)}</span>
      ) : (
        <span className="t12 t3">
          {label(parameter.hint)} ·{" "}
          <span className="nowrap">
            {t("parameters.bounds", { ...bounds, standard: standard ?? "" })}
          </span>
        </span>
      )}
    </label>
  );
}
