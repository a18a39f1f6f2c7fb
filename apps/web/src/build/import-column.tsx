import type { ImportDraft, ImportMap, SchemaDocument } from "@causeway/platform-contract";
import { objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { mapColumn, mapToNewField, type Target } from "./import-map.ts";

const skip = "";
const create = "+";
const orders = ["day-first", "month-first"] as const;

interface ColumnRowProps {
  readonly draft: ImportDraft;
  readonly place: number;
  readonly map: ImportMap;
  readonly targets: readonly Target[];
  readonly schema: SchemaDocument;
  readonly onChange: (map: ImportMap) => void;
}

function MatchSelect({ draft, place, map, targets, schema, onChange }: ColumnRowProps) {
  const { t, label } = useTexts();
  const column = draft.columns[place];
  const held = map.columns.find((each) => each.column === column?.name);
  const target = targets.find(({ name }) => name === held?.field)?.target;
  if (!held || !target) return null;
  const fields = objectNamed(schema, target)?.fields ?? [];
  return (
    <select
      className="input"
      aria-label={t("build.matchBy")}
      value={held.match ?? "name"}
      onChange={(event) =>
        onChange({
          ...map,
          columns: map.columns.map((each) =>
            each === held ? { ...each, match: event.target.value } : each,
          ),
        })
      }
    >
      {fields.map((field) => (
        <option key={field.name} value={field.name}>
          {t("build.matchBy")}: {label(field.label)}
        </option>
      ))}
    </select>
  );
}

/** `1/2/2025`: which number is the day, where the column itself does not show it. */
function OrderSelect({ draft, place, map, targets, onChange }: ColumnRowProps) {
  const { t } = useTexts();
  const column = draft.columns[place];
  const held = map.columns.find((each) => each.column === column?.name);
  const isDate = targets.some(({ name, isDate: dates }) => dates && name === held?.field);
  const isOpen = column?.samples.some((sample) => /^\d{1,2}[/-]\d{1,2}[/-]\d{4}/.test(sample));
  if (!held || !isDate || !isOpen) return null;
  return (
    <select
      className="input"
      aria-label={`${t("build.dateOrder")}: ${held.column}`}
      value={held.dateOrder ?? ""}
      onChange={({ target: { value } }) => {
        const { dateOrder: _old, ...rest } = held;
        const chosen = orders.find((order) => order === value);
        const next = chosen === undefined ? rest : { ...rest, dateOrder: chosen };
        onChange({ ...map, columns: map.columns.map((each) => (each === held ? next : each)) });
      }}
    >
      <option value="">{t("build.dateOrder")}</option>
      <option value="day-first">{t("build.dayFirst")}</option>
      <option value="month-first">{t("build.monthFirst")}</option>
    </select>
  );
}

/** One column of the file: samples, the field it becomes, and by what a reference is found. */
export function ImportColumn(props: ColumnRowProps) {
  const { draft, place, map, targets, onChange } = props;
  const { t, label } = useTexts();
  const column = draft.columns[place];
  if (!column) return null;
  const held = map.columns.find((each) => each.column === column.name);
  const choose = (value: string) => {
    if (value === create) onChange(mapToNewField(map, column, place, targets));
    else onChange(mapColumn(map, column.name, targets.find(({ name }) => name === value) ?? null));
  };
  return (
    <tr>
      <td>{column.name}</td>
      <td className="t12 t3 cut samples">{column.samples.slice(0, 4).join(" · ")}</td>
      <td>
        <select
          className="input"
          aria-label={`${t("build.field")}: ${column.name}`}
          value={held?.field ?? skip}
          onChange={(event) => choose(event.target.value)}
        >
          <option value={skip}>{t("build.skipColumn")}</option>
          {targets.map((target) => (
            <option key={target.name} value={target.name}>
              {label(target.label)}
              {target.isNew ? ` (${t("build.newFieldFor")})` : ""}
            </option>
          ))}
          <option value={create}>+ {t("build.newFieldFor")}</option>
        </select>
      </td>
      <td>
        <MatchSelect {...props} />
        <OrderSelect {...props} />
      </td>
    </tr>
  );
}
