import type { ImportDraft, ImportMap, SchemaDocument } from "@causeway/platform-contract";
import { objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { mapColumn, mapToNewField, type Target } from "./import-map.ts";
import { NotationSelect } from "./notation-select.tsx";

const skip = "";
const create = "+";

export interface ColumnRowProps {
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

/** One column of the file: samples, the field it becomes, and by what a reference is found. */
export function ImportColumn(props: ColumnRowProps) {
  const { draft, place, map, targets, onChange } = props;
  const { t, label } = useTexts();
  const column = draft.columns[place];
  if (!column) return null;
  const held = map.columns.find((each) => each.column === column.name);
  const choose = (value: string) => {
    if (value === create) onChange(mapToNewField(map, column, targets));
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
        <NotationSelect {...props} />
      </td>
    </tr>
  );
}
