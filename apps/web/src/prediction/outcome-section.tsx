import type {
  ObjectDefinition,
  PredictionDefinition,
  SchemaDocument,
} from "@causeway/platform-contract";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { fieldsFor, outcomeOf } from "./definition-form.ts";

export interface SectionProps {
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
  readonly definition: PredictionDefinition;
  readonly onChange: (change: Partial<PredictionDefinition>) => void;
}

const kinds = ["condition", "leaves", "number"] as const;
const none = "";

export function FieldSelect({
  label,
  hint,
  value,
  fields,
  optional,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string | null;
  readonly fields: ReturnType<typeof fieldsFor>;
  readonly optional?: string;
  readonly onChange: (name: string | null) => void;
}) {
  const { label: words } = useTexts();
  return (
    <FormField label={label} hint={hint}>
      <select
        className="input"
        value={value ?? none}
        onChange={(event) => onChange(event.target.value === none ? null : event.target.value)}
      >
        {(optional !== undefined || value === null) && <option value={none}>{optional}</option>}
        {fields.map((field) => (
          <option key={field.name} value={field.name}>
            {words(field.label)}
          </option>
        ))}
      </select>
    </FormField>
  );
}

/** What is predicted: a condition within some days, leaving a stage, or a number. */
export function OutcomeSection({ schema, object, definition, onChange }: SectionProps) {
  const { t } = useTexts();
  const { outcome } = definition;
  const set = (next: typeof outcome) => onChange({ outcome: next });
  const editor = { schema, object };
  return (
    <fieldset>
      <legend>{t("prediction.outcome")}</legend>
      <div className="form-grid">
        <FormField label={t("prediction.outcomeKind")}>
          <select
            className="input"
            value={outcome.kind}
            onChange={(event) => set(outcomeOf(event.target.value as typeof outcome.kind, object))}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`prediction.outcome_${kind}`)}
              </option>
            ))}
          </select>
        </FormField>
        {outcome.kind !== "condition" && (
          <FieldSelect
            label={t("prediction.field")}
            value={outcome.field === "" ? null : outcome.field}
            fields={fieldsFor(object, outcome.kind === "leaves" ? "any" : "number")}
            onChange={(field) => set({ ...outcome, field: field ?? "" })}
          />
        )}
        {outcome.kind !== "number" && (
          <FormField
            label={t("prediction.horizon")}
            {...(outcome.kind === "condition" ? { hint: t("prediction.horizonHint") } : {})}
          >
            <input
              className="input"
              type="number"
              min={1}
              max={1095}
              value={outcome.horizonDays ?? ""}
              onChange={({ target }) => {
                const days = Math.round(Number(target.value));
                const isSet = target.value !== "" && days >= 1;
                if (outcome.kind === "condition") {
                  set({ ...outcome, horizonDays: isSet ? days : null });
                } else if (isSet) set({ ...outcome, horizonDays: days });
              }}
            />
          </FormField>
        )}
        {outcome.kind !== "leaves" && (
          <FieldSelect
            label={t("prediction.dateField")}
            hint={t("prediction.dateFieldHint")}
            value={outcome.dateField}
            fields={fieldsFor(object, "date")}
            optional="—"
            onChange={(dateField) => set({ ...outcome, dateField })}
          />
        )}
      </div>
      {outcome.kind !== "number" && outcome.horizonDays !== null && (
        <label className="feature-row">
          <input
            type="checkbox"
            className="check"
            checked={outcome.curve}
            onChange={(event) => set({ ...outcome, curve: event.target.checked })}
          />
          <span>
            {t("prediction.curveAsked")}
            <span className="t12 t3"> {t("prediction.curveAskedHint")}</span>
          </span>
        </label>
      )}
      {outcome.kind === "condition" && (
        <ConditionEditor
          {...editor}
          key={`condition ${object.name}`}
          label={t("prediction.happened")}
          value={outcome.condition}
          startWith={object.stageField ?? undefined}
          onChange={(condition) => set({ ...outcome, condition: condition as never })}
        />
      )}
      {outcome.kind === "number" && (
        <ConditionEditor
          {...editor}
          key={`when ${object.name}`}
          label={t("prediction.when")}
          value={outcome.when}
          startWith={object.stageField ?? undefined}
          onChange={(when) => set({ ...outcome, when: when as never })}
        />
      )}
      {outcome.kind !== "leaves" && (
        <ConditionEditor
          {...editor}
          key={`otherwise ${object.name} ${outcome.kind}`}
          label={t("prediction.otherwise")}
          hint={t("prediction.otherwiseHint")}
          value={outcome.otherwise}
          onChange={(otherwise) => set({ ...outcome, otherwise: otherwise as never })}
        />
      )}
    </fieldset>
  );
}
