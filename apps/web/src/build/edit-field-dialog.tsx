import { type Field, keptOptions, type ObjectDefinition } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { OptionList } from "./option-list.tsx";
import { optionRows, optionsOf } from "./option-rows.ts";

interface EditFieldDialogProps {
  readonly object: ObjectDefinition;
  readonly field: Field;
  readonly onClose: () => void;
}

/** Names, options in their order, and whether it is required; or the field goes. */
export function EditFieldDialog({ object, field, onClose }: EditFieldDialogProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [names, setNames] = useState(field.label);
  const [required, setRequired] = useState(field.required);
  const [rows, setRows] = useState(() => optionRows(field.options));
  const [asked, setAsked] = useState(false);
  const path = `/api/w/${id}/schema/objects/${object.name}/fields/${field.name}`;
  const done = async () => {
    await client.invalidateQueries({ queryKey: ["w", id] });
    onClose();
  };
  const change = useMutation({
    mutationFn: () => {
      const zh = names.zh.trim() || names.en.trim();
      const body = { label: { zh, en: names.en.trim() || zh }, required, options: optionsOf(rows) };
      return tell(path, { method: "PATCH", body });
    },
    onSuccess: done,
  });
  const removal = useMutation({
    mutationFn: () => tell(path, { method: "DELETE" }),
    onSuccess: done,
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const chooses = field.type === "select" || field.type === "multiSelect";
  const mayGo =
    !field.system && field.name !== object.titleField && field.name !== object.stageField;
  const error = change.error ?? removal.error;
  const busy = change.isPending || removal.isPending;
  return (
    <Dialog
      title={`${t("build.editFieldTitle")} · ${label(field.label)}`}
      width={560}
      onClose={onClose}
    >
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <div className="form-grid">
            <FormField label={t("build.labelZh")}>
              <input
                className="input"
                required
                maxLength={200}
                value={names.zh}
                onChange={(event) => setNames({ ...names, zh: event.target.value })}
              />
            </FormField>
            <FormField label={t("build.labelEn")} hint={t("build.sameAsZh")}>
              <input
                className="input"
                maxLength={200}
                value={names.en}
                onChange={(event) => setNames({ ...names, en: event.target.value })}
              />
            </FormField>
          </div>
          {(chooses || field.options.length > 0) && (
            <FormFieldGroup label={t("build.choices")}>
              <OptionList
                rows={rows}
                kept={keptOptions(object.name, field.name)}
                onChange={setRows}
              />
            </FormFieldGroup>
          )}
          {field.name !== object.titleField && (
            <>
              <label className="row t13">
                <input
                  type="checkbox"
                  className="check"
                  checked={required}
                  onChange={(event) => setRequired(event.target.checked)}
                />
                {t("build.required")}
              </label>
              {required && !field.required && <p className="t12 t3">{t("build.requiredHint")}</p>}
            </>
          )}
          {asked && <p className="t13 warn">{t("build.removeFieldSure")}</p>}
          {error && <ProblemBox error={error} />}
        </div>
        <footer className="dialog-foot">
          {mayGo && (
            <button
              type="button"
              className="button quiet"
              disabled={busy}
              onClick={() => (asked ? removal.mutate() : setAsked(true))}
            >
              {t("build.removeField")}
            </button>
          )}
          <span className="space" />
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={busy}>
            {t("shell.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function FormFieldGroup({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <fieldset className="field" style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="label">{label}</legend>
      {children}
    </fieldset>
  );
}
