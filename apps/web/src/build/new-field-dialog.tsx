import type { FieldType, ObjectDefinition, SchemaDocument } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { countQuery } from "../api/record-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { fieldKinds } from "../records/field-kinds.ts";
import { ObjectOptions } from "../records/object-options.tsx";
import { useTexts } from "../texts/text.ts";
import { type FieldForm, newFieldOf } from "./new-field.ts";
import { useFreeName } from "./use-free-name.ts";

interface NewFieldDialogProps {
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
  readonly onClose: () => void;
}

const types = Object.keys(fieldKinds) as readonly FieldType[];

function Preview({
  object,
  form,
}: {
  readonly object: ObjectDefinition;
  readonly form: FieldForm;
}) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const { data } = useQuery(countQuery(id, object.name, {}));
  const name = form[locale] || form.zh || form.en;
  if (name === "" || !data) return null;
  const count = formatNumber(data.count, locale);
  const values = { object: label(object.label), label: name, count };
  return (
    <p className="t13 t2 preview-note">
      {data.exact ? t("build.previewField", values) : t("build.previewFieldMany", values)}
    </p>
  );
}

/** A new field: names, type, choices; and what saving it will change. */
export function NewFieldDialog({ schema, object, onClose }: NewFieldDialogProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [named, setNamed] = useState(false);
  const [form, setForm] = useState<FieldForm>({
    zh: "",
    en: "",
    name: "",
    type: "text",
    required: false,
    unique: false,
    options: "",
    target: "account",
  });
  const set = (change: Partial<FieldForm>) => setForm((held) => ({ ...held, ...change }));
  /** The name follows the labels until somebody writes one. */
  const free = useFreeName(form.en || form.zh, object.name);
  const creation = useMutation({
    mutationFn: async () => {
      const name = named ? form.name : await free.ask();
      return tell(`/api/w/${id}/schema/objects/${object.name}/fields`, {
        body: newFieldOf({ ...form, name }),
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["w", id, "schema"] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate();
  };
  const issue = creation.error instanceof ProblemError ? creation.error.issueAt("name") : undefined;
  return (
    <Dialog title={`${t("build.newField")} · ${label(object.label)}`} width={560} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <div className="form-grid">
            <FormField label={t("build.labelZh")}>
              <input
                className="input"
                required
                maxLength={200}
                value={form.zh}
                onChange={(event) => set({ zh: event.target.value })}
              />
            </FormField>
            <FormField label={t("build.labelEn")} hint={t("build.sameAsZh")}>
              <input
                className="input"
                maxLength={200}
                value={form.en}
                onChange={(event) => set({ en: event.target.value })}
              />
            </FormField>
            <FormField label={t("build.type")}>
              <select
                className="input"
                value={form.type}
                onChange={(event) => set({ type: event.target.value as FieldType })}
              >
                {types.map((type) => (
                  <option key={type} value={type}>
                    {t(fieldKinds[type].label)}
                  </option>
                ))}
              </select>
            </FormField>
            <FormField label={t("build.apiName")} hint={t("build.apiNameHint")} error={issue}>
              <input
                className="input"
                required={named}
                pattern="[a-z][a-z0-9_]{0,47}"
                value={named ? form.name : free.shown}
                onChange={(event) => {
                  setNamed(true);
                  set({ name: event.target.value });
                }}
              />
            </FormField>
          </div>
          {form.type === "reference" && (
            <FormField label={t("build.target")}>
              <select
                className="input"
                value={form.target}
                onChange={(event) => set({ target: event.target.value })}
              >
                <ObjectOptions schema={schema} />
              </select>
            </FormField>
          )}
          {(form.type === "select" || form.type === "multiSelect") && (
            <FormField label={t("build.options")} hint={t("build.optionsHint")}>
              <textarea
                className="input"
                rows={4}
                required
                value={form.options}
                onChange={(event) => set({ options: event.target.value })}
              />
            </FormField>
          )}
          <div className="row t13">
            <label className="row">
              <input
                type="checkbox"
                className="check"
                checked={form.required}
                onChange={(event) => set({ required: event.target.checked })}
              />
              {t("build.required")}
            </label>
            <label className="row">
              <input
                type="checkbox"
                className="check"
                checked={form.unique}
                onChange={(event) => set({ unique: event.target.checked })}
              />
              {t("build.unique")}
            </label>
          </div>
          <Preview object={object} form={form} />
          {creation.error && <ProblemBox error={creation.error} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={creation.isPending}>
            {t("build.newField")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
