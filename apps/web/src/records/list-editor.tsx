import { Select } from "antd";
import { useState } from "react";
import { useTexts } from "../texts/text.ts";
import type { FieldEditorProps } from "./field-editor.tsx";

/** Edits a value of several options. */
export function ListEditor({ field, value, onCommit, immediate, id }: FieldEditorProps) {
  const { label } = useTexts();
  const [chosen, setChosen] = useState(Array.isArray(value) ? value : []);
  return (
    <Select
      mode="multiple"
      style={{ width: "100%" }}
      aria-label={label(field.label)}
      value={chosen}
      autoFocus={!immediate}
      defaultOpen={!immediate}
      options={field.options.map((option) => ({ value: option.value, label: label(option.label) }))}
      onChange={(next: string[]) => {
        setChosen(next);
        if (immediate) onCommit(next);
      }}
      onBlur={() => {
        if (!immediate) onCommit(chosen);
      }}
      {...(id === undefined ? {} : { id })}
    />
  );
}
