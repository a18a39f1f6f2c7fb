import type { ObjectDefinition } from "@causeway/platform-contract";
import { Popover } from "antd";
import { Columns3 } from "lucide-react";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import type { ExtraColumn } from "./record-table.tsx";
import { allFields } from "./schema-fields.ts";

interface ColumnsButtonProps {
  readonly object: ObjectDefinition;
  readonly extras: readonly ExtraColumn[];
  readonly columns: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
}

/** Which columns a list shows; the title always does. */
export function ColumnsButton({ object, extras, columns, onChange }: ColumnsButtonProps) {
  const { t, label } = useTexts();
  const choices = [
    ...extras.map((extra) => ({ name: extra.name, text: extra.label })),
    ...allFields(object).map((field) => ({ name: field.name, text: label(field.label) })),
  ].filter(({ name }) => name !== object.titleField);
  const toggle = (name: string) =>
    onChange(columns.includes(name) ? columns.filter((each) => each !== name) : [...columns, name]);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="menu">
          <span className="t12 t3">{t("records.columnsHint")}</span>
          {choices.map(({ name, text }) => (
            <label key={name}>
              <input
                type="checkbox"
                className="check"
                checked={columns.includes(name)}
                onChange={() => toggle(name)}
              />
              {text}
            </label>
          ))}
        </div>
      }
    >
      <button
        type="button"
        className="button icon"
        aria-label={t("records.columns")}
        title={t("records.columns")}
      >
        <Icon of={Columns3} size={14} />
      </button>
    </Popover>
  );
}
