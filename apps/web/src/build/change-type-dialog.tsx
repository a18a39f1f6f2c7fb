import type { Field, FieldType, ObjectDefinition } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { conversionPreviewQuery, type TypeTarget } from "../api/schema-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { fieldKinds } from "../records/field-kinds.ts";
import { useTexts } from "../texts/text.ts";
import { readOptions } from "./new-field.ts";
import { offeredTypes, optionLines } from "./type-change.ts";

interface PlaceProps {
  readonly object: ObjectDefinition;
  readonly field: Field;
}

/** What would be kept and what not, on the latest real values. */
function Preview({ object, field, target }: PlaceProps & { readonly target: TypeTarget }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { data, error } = useQuery(conversionPreviewQuery(id, object.name, field.name, target));
  if (error) return <ProblemBox error={error} />;
  if (!data) return <Skeleton rows={1} />;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <div className="preview-note" data-testid="type-preview">
      <p className="t13 t2">
        {data.checked === 0
          ? t("build.convertNoValues")
          : t("build.convertPreview", { count: data.checked, kept: number(data.kept) })}
      </p>
      {data.lost > 0 && (
        <>
          <p className="t13 warn">{t("build.convertLost", { count: data.lost })}</p>
          <ul className="lost-values t13">
            {data.samples.map((sample) => (
              <li key={sample}>
                <code className="cut">{sample}</code>
              </li>
            ))}
          </ul>
          <p className="t12 t3">{t("build.convertLostHint")}</p>
        </>
      )}
    </div>
  );
}

/** Gives a field another type: shows first what the new type cannot hold, then converts in the background. */
export function ChangeTypeDialog({
  object,
  field,
  onClose,
}: PlaceProps & { readonly onClose: () => void }) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const types = offeredTypes(field);
  const [type, setType] = useState<FieldType>(types[0] ?? "text");
  const [options, setOptions] = useState(optionLines(field.options));
  const chooses = type === "select" || type === "multiSelect";
  const target = useDeferredValue(
    JSON.stringify({ type, options: chooses ? readOptions(options) : [] }),
  );
  const shown = JSON.parse(target) as TypeTarget;
  const isWhole = !chooses || options.trim() !== "";
  const start = useMutation({
    mutationFn: () =>
      tell(`/api/w/${id}/schema/objects/${object.name}/fields/${field.name}/conversion`, {
        body: shown,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["w", id, "schema"] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Dialog
      title={`${t("build.changeType")} · ${label(field.label)}`}
      width={520}
      onClose={onClose}
    >
      <form onSubmit={onSubmit}>
        <div className="dialog-body">
          <FormField
            label={t("build.newType")}
            hint={t("build.typeNow", { type: t(fieldKinds[field.type].label) })}
          >
            <select
              className="input"
              value={type}
              onChange={(event) => setType(event.target.value as FieldType)}
            >
              {types.map((each) => (
                <option key={each} value={each}>
                  {t(fieldKinds[each].label)}
                </option>
              ))}
            </select>
          </FormField>
          {chooses && (
            <FormField label={t("build.options")} hint={t("build.optionsHint")}>
              <textarea
                className="input"
                rows={4}
                required
                value={options}
                onChange={(event) => setOptions(event.target.value)}
              />
            </FormField>
          )}
          {isWhole && shown.type === type && (
            <Preview object={object} field={field} target={shown} />
          )}
          <p className="t12 t3">{t("build.convertHint")}</p>
          {start.error && <ProblemBox error={start.error} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t("shell.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={start.isPending || !isWhole}>
            {t("build.convert")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
