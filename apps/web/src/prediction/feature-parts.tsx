import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";

/** A part of a definition that is looked at or not. */
export function Choice({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <label className="feature-row">
      <input
        type="checkbox"
        className="check"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

interface DaysFieldProps {
  readonly days: number;
  readonly onChange: (days: number) => void;
  readonly label?: string;
  readonly least?: number;
  readonly most?: number;
}

/** A whole number of days. */
export function DaysField({ days, onChange, label, least = 1, most = 1_095 }: DaysFieldProps) {
  const { t } = useTexts();
  return (
    <input
      className="input days-input"
      type="number"
      aria-label={label ?? t("prediction.days")}
      min={least}
      max={most}
      value={days}
      onChange={({ target }) => {
        const next = Math.round(Number(target.value));
        if (target.value !== "" && next >= least && next <= most) onChange(next);
      }}
    />
  );
}

interface Option {
  readonly value: string;
  readonly text: string;
}

/** A choice that is named for those who do not see it. */
export function NamedSelect({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

export function RemoveButton({ onRemove }: { readonly onRemove: () => void }) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={t("prediction.removeFeature")}
      onClick={onRemove}
    >
      <Icon of={X} size={14} />
    </button>
  );
}
