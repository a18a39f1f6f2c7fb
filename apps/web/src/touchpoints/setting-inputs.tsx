import type { SettingField } from "@causeway/platform-contract";
import { ProblemError } from "../api/problem-error.ts";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";
import { FieldMapInput } from "./field-map-input.tsx";

interface SettingInputsProps {
  /** Name of the kind. */
  readonly connector: string;
  readonly fields: readonly SettingField[];
  readonly values: Readonly<Record<string, string>>;
  /** Secrets that are stored: leaving them blank keeps them. */
  readonly secretsSet?: readonly string[];
  readonly error: Error | null;
}

function Control({
  connector,
  field,
  value,
  isSet,
  ...rest
}: {
  readonly connector: string;
  readonly field: SettingField;
  readonly value: string;
  readonly isSet: boolean;
  readonly id?: string;
  readonly "aria-invalid"?: boolean;
  readonly "aria-describedby"?: string;
}) {
  const { t, label } = useTexts();
  const name = `setting.${field.name}`;
  if (field.type === "choice") {
    return (
      <select className="input" name={name} defaultValue={value} {...rest}>
        {field.options.map((option) => (
          <option key={option.value} value={option.value}>
            {label(option.label)}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === "map") {
    return <FieldMapInput connector={connector} name={name} value={value} {...rest} />;
  }
  if (field.type === "lines") {
    return <textarea className="input" name={name} rows={2} defaultValue={value} {...rest} />;
  }
  return (
    <input
      className="input"
      name={name}
      type={field.type === "secret" ? "password" : "text"}
      autoComplete="off"
      defaultValue={value}
      required={field.required && !isSet && !field.advanced}
      placeholder={isSet ? t("touchpoints.secretKept") : undefined}
      {...rest}
    />
  );
}

/** The form of a kind of source, as the kind itself describes it. */
export function SettingInputs({
  connector,
  fields,
  values,
  secretsSet = [],
  error,
}: SettingInputsProps) {
  const { t, label } = useTexts();
  const errorAt = ({ name }: SettingField) =>
    error instanceof ProblemError ? error.issueAt(`settings.${name}`) : undefined;
  const input = (field: SettingField) => (
    <FormField
      key={field.name}
      label={label(field.label)}
      optional={!field.required}
      hint={field.hint === null ? undefined : label(field.hint)}
      error={errorAt(field)}
    >
      <Control
        connector={connector}
        field={field}
        value={values[field.name] ?? field.initial}
        isSet={secretsSet.includes(field.name)}
      />
    </FormField>
  );
  const rare = fields.filter(({ advanced }) => advanced);
  return (
    <>
      <div className="setting-grid">{fields.filter(({ advanced }) => !advanced).map(input)}</div>
      {rare.length > 0 && (
        <details className="more-settings" open={rare.some((field) => errorAt(field))}>
          <summary className="t13">{t("touchpoints.moreSettings")}</summary>
          <div className="setting-grid">{rare.map(input)}</div>
        </details>
      )}
    </>
  );
}
