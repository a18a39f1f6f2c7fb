import type { ImportDraft, ImportMap, SchemaDocument } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import { FormField } from "../parts/form-field.tsx";
import { objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { mapColumn, mapForObject, mapToNewField, type Target, targetsOf } from "./import-map.ts";

interface ImportMappingProps {
  readonly schema: SchemaDocument;
  readonly draft: ImportDraft;
  readonly map: ImportMap | null;
  readonly busy: boolean;
  readonly onChange: (map: ImportMap) => void;
  readonly onPreview: (map: ImportMap) => void;
}

const skip = "";
const create = "+";

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

function ColumnRow(props: ColumnRowProps) {
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
          {held?.field === "created_at" && (
            <option value="created_at">{t("records.createdAt")}</option>
          )}
          <option value={create}>+ {t("build.newFieldFor")}</option>
        </select>
      </td>
      <td>
        <MatchSelect {...props} />
      </td>
    </tr>
  );
}

/** Which column becomes which field; the server's guess is where it begins. */
export function ImportMapping({
  schema,
  draft,
  map,
  busy,
  onChange,
  onPreview,
}: ImportMappingProps) {
  const { t, label, locale } = useTexts();
  const chosen: ImportMap = map ?? { object: schema.objects[0]?.name ?? "account", columns: [] };
  const object = objectNamed(schema, chosen.object);
  const targets = targetsOf(object, chosen);
  const mapped = chosen.columns.flatMap(
    ({ field }) => targets.find(({ name }) => name === field) ?? [],
  );
  return (
    <>
      <p className="t13 t2">
        {t("build.fileFacts", {
          rows: formatNumber(draft.rowCount, locale),
          encoding: draft.encoding,
          separator: draft.separator === "\t" ? "Tab" : draft.separator,
        })}
      </p>
      <div className="form-grid import-choices">
        <FormField label={t("build.object")}>
          <select
            className="input"
            value={chosen.object}
            onChange={(event) => {
              const next = objectNamed(schema, event.target.value);
              if (next) onChange(mapForObject(draft, next));
              else if (draft.proposal) onChange(draft.proposal);
            }}
          >
            {draft.proposal?.newObject && (
              <option value={draft.proposal.newObject.name}>
                {label(draft.proposal.newObject.label)} ({t("build.newObject")})
              </option>
            )}
            {schema.objects.map((each) => (
              <option key={each.name} value={each.name}>
                {label(each.label)}
              </option>
            ))}
          </select>
        </FormField>
        <FormField label={t("build.key")}>
          <select
            className="input"
            value={chosen.key?.[0] ?? ""}
            onChange={(event) => {
              const { key: _old, ...rest } = chosen;
              onChange(event.target.value === "" ? rest : { ...rest, key: [event.target.value] });
            }}
          >
            <option value="">{t("build.keyNone")}</option>
            {mapped.map((target) => (
              <option key={target.name} value={target.name}>
                {label(target.label)}
              </option>
            ))}
          </select>
        </FormField>
        <label className="row t13">
          <input
            type="checkbox"
            className="check"
            checked={chosen.createMissing ?? false}
            onChange={(event) => onChange({ ...chosen, createMissing: event.target.checked })}
          />
          {t("build.createMissing")}
        </label>
      </div>
      <table className="plain mapping">
        <thead>
          <tr>
            <th>{t("build.column")}</th>
            <th>{t("build.samples")}</th>
            <th>{t("build.field")}</th>
            <th>{t("build.matchBy")}</th>
          </tr>
        </thead>
        <tbody>
          {draft.columns.map((column, place) => (
            <ColumnRow
              key={column.name}
              draft={draft}
              place={place}
              map={chosen}
              targets={targets}
              schema={schema}
              onChange={onChange}
            />
          ))}
        </tbody>
      </table>
      <div className="row import-foot">
        <button
          type="button"
          className="button primary"
          disabled={busy || chosen.columns.length === 0}
          onClick={() => {
            onChange(chosen);
            onPreview(chosen);
          }}
        >
          {t("build.preview")}
        </button>
        {chosen.columns.length === 0 && <span className="t12 t3">{t("build.mapNothing")}</span>}
      </div>
    </>
  );
}
