import type { FieldValue, ObjectDefinition } from "@causeway/platform-contract";
import { useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";
import { FieldEditor } from "./field-editor.tsx";
import { allFields, isEditable } from "./schema-fields.ts";

/** One field, one value, for many records. */
export function BulkEditDialog({
  object,
  count,
  onEdit,
  onClose,
}: {
  readonly object: ObjectDefinition;
  readonly count: number;
  readonly onEdit: (field: string, value: FieldValue) => void;
  readonly onClose: () => void;
}) {
  const { t, label } = useTexts();
  const fields = allFields(object).filter(
    (field) => isEditable(field) && !field.unique && field.name !== object.titleField,
  );
  const [name, setName] = useState(object.stageField ?? fields[0]?.name ?? "");
  const [value, setValue] = useState<FieldValue>(null);
  const field = fields.find((each) => each.name === name);
  if (!field) return null;
  const title = t("records.editManyTitle", { count });
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onEdit(name, value);
        }}
      >
        <div className="dialog-body">
          <p className="t13 t2">{t("records.editManyHint")}</p>
          <FormField label={t("records.conditionField")}>
            <select
              className="input"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setValue(null);
              }}
            >
              {fields.map((each) => (
                <option key={each.name} value={each.name}>
                  {label(each.label)}
                </option>
              ))}
            </select>
          </FormField>
          <FormField label={t("records.conditionValue")}>
            <FieldEditor
              key={name}
              field={field}
              value={value}
              references={{}}
              immediate
              onCommit={setValue}
              onCancel={() => undefined}
            />
          </FormField>
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary">
            {title}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
