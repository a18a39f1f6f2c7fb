import type {
  FieldValue,
  ObjectDefinition,
  RecordDocument,
  Values,
} from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ProblemError } from "../api/problem-error.ts";
import { createRecord } from "../api/record-queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { FieldEditor } from "./field-editor.tsx";

interface NewRecordDialogProps {
  readonly object: ObjectDefinition;
  readonly initial?: Values;
  readonly onClose: () => void;
  readonly onCreated?: (record: RecordDocument) => void;
}

const hidden = new Set(["id", "created_at", "updated_at", "agent_run", "external_id"]);

/** All fields of a new record in one form. */
export function NewRecordDialog({
  object,
  initial = {},
  onClose,
  onCreated,
}: NewRecordDialogProps) {
  const { t, label, word } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const [values, setValues] = useState<Values>(initial);
  const creation = useMutation({
    mutationFn: () => createRecord(workspace, object.name, values),
    onSuccess: async (record) => {
      await client.invalidateQueries({ queryKey: ["w", workspace, "records"] });
      toasts.show({ text: t("records.created", { title: record.title }) }, Date.now());
      onCreated?.(record);
      onClose();
    },
  });
  const problem = creation.error instanceof ProblemError ? creation.error : null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate();
  };
  const set = (name: string, value: FieldValue) =>
    setValues((held) => ({ ...held, [name]: value }));
  const title = t("records.create", { object: word(object.label) });
  return (
    <Dialog title={title} width={720} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <div className="form-grid">
            {object.fields
              .filter(({ name }) => !hidden.has(name))
              .map((field) => (
                <FormField
                  key={field.name}
                  label={
                    field.required
                      ? `${label(field.label)} · ${t("records.required")}`
                      : label(field.label)
                  }
                  error={problem?.issueAt(`values.${field.name}`)}
                >
                  <FormFieldEditor
                    field={field}
                    value={values[field.name] ?? null}
                    onChange={set}
                  />
                </FormField>
              ))}
          </div>
          {creation.error && <ProblemBox error={creation.error} saidAt="values." />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={creation.isPending}>
            {title}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function FormFieldEditor({
  field,
  value,
  onChange,
  id,
}: {
  readonly field: ObjectDefinition["fields"][number];
  readonly value: FieldValue;
  readonly onChange: (name: string, value: FieldValue) => void;
  readonly id?: string;
}) {
  return (
    <FieldEditor
      field={field}
      value={value}
      references={{}}
      immediate
      onCommit={(next) => onChange(field.name, next)}
      onCancel={() => undefined}
      {...(id === undefined ? {} : { id })}
    />
  );
}
