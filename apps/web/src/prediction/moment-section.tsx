import { useState } from "react";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { daysOf, fieldsFor, momentOf } from "./definition-form.ts";
import { FieldSelect, type SectionProps } from "./outcome-section.tsx";

const kinds = ["created", "changed", "date", "monthly"] as const;

function DaysInput({
  label,
  hint,
  days,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly days: readonly number[];
  readonly onChange: (days: number[]) => void;
}) {
  const [text, setText] = useState(days.join(", "));
  return (
    <FormField label={label} hint={hint}>
      <input
        className="input"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(daysOf(event.target.value));
        }}
      />
    </FormField>
  );
}

/** Which records, and when in their lives. */
export function MomentSection({ schema, object, definition, onChange }: SectionProps) {
  const { t } = useTexts();
  const { moment } = definition;
  return (
    <fieldset>
      <legend>{t("prediction.moment")}</legend>
      <div className="form-grid">
        <FormField label={t("prediction.momentKind")}>
          <select
            className="input"
            value={moment.kind}
            onChange={(event) =>
              onChange({ moment: momentOf(event.target.value as typeof moment.kind, object) })
            }
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`prediction.moment_${kind}`)}
              </option>
            ))}
          </select>
        </FormField>
        {moment.kind === "created" && (
          <DaysInput
            key="created"
            label={t("prediction.afterDays")}
            hint={t("prediction.afterDaysHint")}
            days={moment.afterDays}
            onChange={(afterDays) =>
              onChange({ moment: { ...moment, afterDays: afterDays.filter((days) => days >= 0) } })
            }
          />
        )}
        {(moment.kind === "changed" || moment.kind === "date") && (
          <FieldSelect
            label={t("prediction.field")}
            value={moment.field === "" ? null : moment.field}
            fields={fieldsFor(object, moment.kind === "date" ? "date" : "any")}
            onChange={(field) => onChange({ moment: { ...moment, field: field ?? "" } })}
          />
        )}
        {moment.kind === "date" && (
          <DaysInput
            key="date"
            label={t("prediction.offsetDays")}
            hint={t("prediction.offsetDaysHint")}
            days={moment.offsetDays}
            onChange={(offsetDays) => onChange({ moment: { ...moment, offsetDays } })}
          />
        )}
      </div>
      <ConditionEditor
        key={`population ${object.name}`}
        schema={schema}
        object={object}
        label={t("prediction.populationOf")}
        value={definition.population}
        onChange={(population) => onChange({ population: population as never })}
      />
    </fieldset>
  );
}
