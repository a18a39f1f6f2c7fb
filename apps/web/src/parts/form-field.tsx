import { cloneElement, type ReactElement, useId } from "react";
import { useTexts } from "../texts/text.ts";

interface ControlProps {
  readonly id?: string;
  readonly "aria-invalid"?: boolean;
  readonly "aria-describedby"?: string;
}

interface FormFieldProps {
  readonly label: string;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  readonly children: ReactElement<ControlProps>;
}

/** A control with its label, its hint, and the message that belongs to it. */
export function FormField({ label, error, hint, optional, children }: FormFieldProps) {
  const { t } = useTexts();
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
        {optional && <> · {t("shell.optional")}</>}
      </label>
      {cloneElement(children, {
        id,
        ...(error === undefined ? {} : { "aria-invalid": true }),
        ...(note === undefined ? {} : { "aria-describedby": `${id}-note` }),
      })}
      {note !== undefined && (
        <span id={`${id}-note`} className={`t12 ${error === undefined ? "t3" : "bad"}`}>
          {note}
        </span>
      )}
    </div>
  );
}
