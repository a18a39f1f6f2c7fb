import {
  type FieldCatalog,
  type FieldDescription,
  findOperator,
  type OperatorName,
  operatorsFor,
} from "@causeway/engine-conditions";
import type { Field, ObjectDefinition, SchemaDocument } from "@causeway/platform-contract";
import { Select } from "antd";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { Segments } from "../parts/segments.tsx";
import { useTexts } from "../texts/text.ts";
import { type FilterForm, type FilterRow, newRow } from "./filter-form.ts";
import { ReferenceSelect } from "./reference-select.tsx";
import { fieldNamed, objectNamed } from "./schema-fields.ts";

interface FilterBuilderProps {
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
  readonly catalog: ReadonlyMap<string, FieldDescription> & FieldCatalog;
  readonly form: FilterForm;
  readonly onChange: (form: FilterForm) => void;
}

/** The field at a path (`account.industry`), through at most one reference. */
function fieldAt(
  schema: SchemaDocument,
  object: ObjectDefinition,
  path: string,
): Field | undefined {
  const [first = "", second] = path.split(".");
  const field = fieldNamed(object, first);
  if (second === undefined || !field?.target) return field;
  return fieldNamed(objectNamed(schema, field.target), second);
}

const inputTypes: Readonly<Record<string, string>> = {
  number: "number",
  date: "date",
  dateTime: "datetime-local",
};

interface ValueInputProps {
  readonly row: FilterRow;
  readonly place: number;
  readonly kind: "value" | "list" | "days";
  readonly field: Field | undefined;
  readonly description: FieldDescription;
  readonly onChange: (values: readonly string[]) => void;
}

function replaced(values: readonly string[], place: number, value: string): readonly string[] {
  const next = [...values];
  while (next.length <= place) next.push("");
  next[place] = value;
  return next;
}

function ListInput({ row, description, onChange }: ValueInputProps) {
  const { t, label } = useTexts();
  const options = description.options?.map((option) => ({
    value: option.value,
    label: label(option.label),
  }));
  return (
    <Select
      mode={options ? "multiple" : "tags"}
      style={{ flex: 1, minWidth: 0 }}
      aria-label={t("records.conditionValue")}
      value={[...row.values]}
      maxTagCount="responsive"
      onChange={(next: string[]) => onChange(next)}
      {...(options ? { options } : {})}
    />
  );
}

function SingleInput({ row, place, kind, field, description, onChange }: ValueInputProps) {
  const { t, label } = useTexts();
  const value = row.values[place] ?? "";
  const set = (next: string) => onChange(replaced(row.values, place, next));
  const name = kind === "days" ? t("records.conditionDays") : t("records.conditionValue");
  if (kind === "value" && description.type === "reference" && field) {
    return (
      <ReferenceSelect
        field={field}
        value={value === "" ? null : value}
        title={undefined}
        onChange={(id) => set(id ?? "")}
      />
    );
  }
  const options =
    description.type === "boolean"
      ? [
          { value: "true", text: t("shell.yes") },
          { value: "false", text: t("shell.no") },
        ]
      : description.options?.map((each) => ({ value: each.value, text: label(each.label) }));
  if (kind === "value" && options) {
    return (
      <select
        className="input"
        aria-label={name}
        value={value}
        onChange={(event) => set(event.target.value)}
      >
        <option value="">—</option>
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.text}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      className="input"
      aria-label={name}
      type={kind === "days" ? "number" : (inputTypes[description.type] ?? "text")}
      value={value}
      step="any"
      onChange={(event) => set(event.target.value)}
    />
  );
}

function ConditionRow({
  row,
  onChange,
  onRemove,
  schema,
  object,
  catalog,
}: Omit<FilterBuilderProps, "form" | "onChange"> & {
  readonly row: FilterRow;
  readonly onChange: (row: FilterRow) => void;
  readonly onRemove: () => void;
}) {
  const { t, label } = useTexts();
  const description = catalog.get(row.field);
  const field = fieldAt(schema, object, row.field);
  const kinds = findOperator(row.operator)?.operands ?? [];
  return (
    <div className="filter-row">
      <Select
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("records.conditionField")}
        value={row.field}
        options={[...catalog].map(([value, each]) => ({ value, label: label(each.label) }))}
        onChange={(name: string) => onChange(newRow(name, catalog))}
      />
      <select
        className="input"
        aria-label={t("records.conditionOperator")}
        value={row.operator}
        onChange={(event) =>
          onChange({ ...row, operator: event.target.value as OperatorName, values: [] })
        }
      >
        {description &&
          operatorsFor(description).map((operator) => (
            <option key={operator.name} value={operator.name}>
              {label(operator.label)}
            </option>
          ))}
      </select>
      <div className="filter-values">
        {description &&
          kinds.map((kind, place) => {
            const props = { row, place, kind, field, description };
            const set = (values: readonly string[]) => onChange({ ...row, values });
            const key = `${kind} ${String(place)}`;
            return kind === "list" ? (
              <ListInput key={key} {...props} onChange={set} />
            ) : (
              <SingleInput key={key} {...props} onChange={set} />
            );
          })}
      </div>
      <button
        type="button"
        className="button quiet icon"
        aria-label={t("records.removeCondition")}
        onClick={onRemove}
      >
        <Icon of={X} size={14} />
      </button>
    </div>
  );
}

/** Lines of field, comparison and value; what is complete applies at once. */
export function FilterBuilder({ form, onChange, ...rest }: FilterBuilderProps) {
  const { t } = useTexts();
  const [keys, setKeys] = useState(() => form.rows.map((_, index) => index));
  const first = rest.catalog.keys().next().value ?? "name";
  return (
    <div className="filter">
      <Segments
        label={t("records.filter")}
        value={form.join}
        options={[
          { value: "all", text: t("records.filterAll") },
          { value: "any", text: t("records.filterAny") },
        ]}
        onChange={(join) => onChange({ ...form, join })}
      />
      {form.rows.map((row, index) => (
        <ConditionRow
          key={keys[index] ?? index}
          {...rest}
          row={row}
          onChange={(next) =>
            onChange({ ...form, rows: form.rows.map((each, at) => (at === index ? next : each)) })
          }
          onRemove={() => {
            setKeys(keys.filter((_, at) => at !== index));
            onChange({ ...form, rows: form.rows.filter((_, at) => at !== index) });
          }}
        />
      ))}
      <div className="row">
        <button
          type="button"
          className="button"
          onClick={() => {
            setKeys([...keys, Math.max(-1, ...keys) + 1]);
            onChange({ ...form, rows: [...form.rows, newRow(first, rest.catalog)] });
          }}
        >
          <Icon of={Plus} size={14} />
          {t("records.addCondition")}
        </button>
        {form.rows.length > 0 && (
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              setKeys([]);
              onChange({ ...form, rows: [] });
            }}
          >
            {t("records.clearFilter")}
          </button>
        )}
      </div>
    </div>
  );
}
