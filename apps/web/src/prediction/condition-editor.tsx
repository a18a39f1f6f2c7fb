import {
  type Condition,
  checkCondition,
  describe,
  type FieldCatalog,
} from "@causeway/engine-conditions";
import type { Locale, ObjectDefinition, SchemaDocument } from "@causeway/platform-contract";
import { useMemo, useState } from "react";
import { FilterBuilder } from "../records/filter-builder.tsx";
import {
  emptyForm,
  type FilterForm,
  fromCondition,
  newRow,
  toCondition,
} from "../records/filter-form.ts";
import { filterCatalog } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";

interface ConditionEditorProps {
  readonly label: string;
  readonly hint?: string;
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
  /** JSON of a condition; null where there is none. */
  readonly value: unknown;
  /** Begins with one empty line on this field. */
  readonly startWith?: string | undefined;
  readonly onChange: (condition: Condition | null) => void;
}

/** A condition as a sentence; undefined where the catalog does not know all of it. */
function inWords(value: unknown, catalog: FieldCatalog, locale: Locale): string | undefined {
  const checked = checkCondition(value as Condition, catalog, locale);
  return checked.ok ? describe(checked.condition, { locale }) : undefined;
}

/** A condition over the records of an object, line by line. One that is richer than lines stays as it is, or is begun anew. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { label, hint, schema, object, value, startWith, onChange } = props;
  const { t, locale } = useTexts();
  const catalog = useMemo(() => filterCatalog(schema, object), [schema, object]);
  const [form, setForm] = useState<FilterForm | null>(() => {
    const held = fromCondition((value ?? null) as Condition | null);
    return held?.rows.length === 0 && startWith !== undefined
      ? { join: "all", rows: [newRow(startWith, catalog)] }
      : held;
  });
  return (
    <section aria-label={label}>
      <span className="label">{label}</span>
      {hint !== undefined && <p className="t12 t3">{hint}</p>}
      {form === null ? (
        <div className="row">
          <p className="t13 t2">
            <b>{inWords(value, catalog, locale)}</b> {t("prediction.complexCondition")}
          </p>
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              setForm(emptyForm);
              onChange(null);
            }}
          >
            {t("prediction.beginAnew")}
          </button>
        </div>
      ) : (
        <FilterBuilder
          schema={schema}
          object={object}
          catalog={catalog}
          form={form}
          onChange={(next) => {
            setForm(next);
            onChange(toCondition(next, catalog));
          }}
        />
      )}
    </section>
  );
}
