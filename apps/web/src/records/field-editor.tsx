import type { Field, FieldValue } from "@causeway/platform-contract";
import { type KeyboardEvent, lazy, Suspense, useState } from "react";
import { useTexts } from "../texts/text.ts";
import { inputText, readInput } from "./field-input.ts";
import { fieldKinds } from "./field-kinds.ts";

export interface FieldEditorProps {
  readonly field: Field;
  readonly value: FieldValue;
  readonly references: Readonly<Record<string, string>>;
  readonly onCommit: (value: FieldValue) => void;
  readonly onCancel: () => void;
  /** In a form every change counts at once; in a cell only leaving it does. */
  readonly immediate?: boolean;
  readonly id?: string;
}

function TextEditor({ field, value, onCommit, onCancel, immediate, id }: FieldEditorProps) {
  const { label } = useTexts();
  const [text, setText] = useState(() => inputText(field.type, value));
  const commit = () => onCommit(readInput(field.type, text));
  const shared = {
    className: "input",
    value: text,
    "aria-label": label(field.label),
    ...(id === undefined ? {} : { id }),
    ...(immediate ? {} : { autoFocus: true, onBlur: commit }),
    onChange: (event: { target: { value: string } }) => {
      setText(event.target.value);
      if (immediate) onCommit(readInput(field.type, event.target.value));
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (immediate || event.nativeEvent.isComposing) return;
      event.stopPropagation();
      if (event.key === "Enter" && (field.type !== "longText" || event.ctrlKey)) commit();
      if (event.key === "Escape") onCancel();
    },
  };
  if (field.type === "longText") return <textarea rows={3} {...shared} />;
  return <input type={fieldKinds[field.type].input ?? "text"} step="any" {...shared} />;
}

function ChoiceEditor({ field, value, onCommit, onCancel, immediate, id }: FieldEditorProps) {
  const { t, label } = useTexts();
  const options =
    field.type === "boolean"
      ? [
          { value: "true", text: t("shell.yes") },
          { value: "false", text: t("shell.no") },
        ]
      : field.options.map((option) => ({ value: option.value, text: label(option.label) }));
  return (
    <select
      className="input"
      aria-label={label(field.label)}
      value={value === null ? "" : String(value)}
      {...(id === undefined ? {} : { id })}
      {...(immediate ? {} : { autoFocus: true, onBlur: onCancel })}
      onChange={(event) => {
        const next = event.target.value;
        onCommit(next === "" ? null : field.type === "boolean" ? next === "true" : next);
      }}
      onKeyDown={(event) => {
        if (!immediate && event.key === "Escape") onCancel();
      }}
    >
      <option value="">—</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

// The large controls come when somebody edits such a field, not with every list.
const ListEditor = lazy(async () => ({ default: (await import("./list-editor.tsx")).ListEditor }));
const ReferenceSelect = lazy(async () => ({
  default: (await import("./reference-select.tsx")).ReferenceSelect,
}));

/** Edits one value, in the control of its type. */
export function FieldEditor(props: FieldEditorProps) {
  const { field, value, references, onCommit, onCancel, immediate, id } = props;
  switch (field.type) {
    case "select":
    case "boolean":
      return <ChoiceEditor {...props} />;
    case "multiSelect":
      return (
        <Suspense fallback={null}>
          <ListEditor {...props} />
        </Suspense>
      );
    case "reference":
    case "user":
      return (
        <Suspense fallback={null}>
          <ReferenceSelect
            field={field}
            value={typeof value === "string" ? value : null}
            title={typeof value === "string" ? references[value] : undefined}
            onChange={onCommit}
            autoFocus={!immediate}
            {...(immediate ? {} : { onBlur: onCancel })}
            {...(id === undefined ? {} : { id })}
          />
        </Suspense>
      );
    case "text":
    case "longText":
    case "number":
    case "currency":
    case "date":
    case "dateTime":
    case "email":
    case "phone":
    case "url":
      return <TextEditor {...props} />;
  }
}
