import type { ImportDraft, ImportMap, SchemaDocument } from "@causeway/platform-contract";
import { FormField } from "../parts/form-field.tsx";
import { ObjectOptions } from "../records/object-options.tsx";
import { useTexts } from "../texts/text.ts";
import { EncodingSelect } from "./encoding-select.tsx";
import { isRecognising, type Target } from "./import-map.ts";

/** How a file is read where it can be read in several ways. */
export interface FileWish {
  readonly sheet?: string;
  readonly encoding?: string;
}

interface ImportChoicesProps {
  readonly schema: SchemaDocument;
  readonly draft: ImportDraft;
  readonly map: ImportMap;
  readonly targets: readonly Target[];
  readonly busy: boolean;
  readonly onChange: (map: ImportMap) => void;
  /** Asks anew what the columns are, for another object. */
  readonly onObject: (object: string) => void;
  /** Reads the file anew: another sheet, or another encoding; absent where the browser no longer has the file. */
  readonly onReread: ((wish: FileWish) => void) | undefined;
}

type ChoiceProps = Pick<ImportChoicesProps, "map" | "targets" | "onChange">;

function KeySelect({ map, targets, onChange }: ChoiceProps) {
  const { t, label } = useTexts();
  const byId = map.columns.some(({ field }) => field === "id");
  const filled = map.columns.flatMap(
    ({ field }) => targets.find(({ name, isKey }) => isKey && name === field) ?? [],
  );
  return (
    <FormField label={t("build.key")} hint={byId ? t("build.keyById") : undefined}>
      <select
        className="input"
        value={map.key?.[0] ?? ""}
        onChange={({ target: { value } }) => {
          const { key: _old, ...rest } = map;
          onChange(value === "" ? rest : { ...rest, key: [value] });
        }}
      >
        <option value="">{t(byId ? "build.keyIdOnly" : "build.keyNone")}</option>
        {filled.map((target) => (
          <option key={target.name} value={target.name}>
            {label(target.label)}
          </option>
        ))}
      </select>
    </FormField>
  );
}

function Check({
  text,
  checked,
  onChange,
}: {
  readonly text: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="row t13">
      <input
        type="checkbox"
        className="check"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      {text}
    </label>
  );
}

/** What the rows are, which sheet they come from, how their text is written, by what known records are found, and what empty cells mean. */
export function ImportChoices(props: ImportChoicesProps) {
  const { schema, draft, map, busy, onChange, onObject, onReread } = props;
  const { t, label } = useTexts();
  const { newObject } = map;
  const isNew = newObject && !schema.objects.some(({ name }) => name === map.object);
  return (
    <div className="form-grid import-choices">
      {onReread && draft.sheets.length > 1 && (
        <FormField label={t("build.sheet")}>
          <select
            className="input"
            disabled={busy}
            value={draft.sheet ?? ""}
            onChange={({ target }) => onReread({ sheet: target.value })}
          >
            {draft.sheets.map((sheet) => (
              <option key={sheet}>{sheet}</option>
            ))}
          </select>
        </FormField>
      )}
      {onReread && draft.readings.length > 0 && (
        <EncodingSelect
          draft={draft}
          busy={busy}
          onEncoding={(encoding) => onReread({ encoding })}
        />
      )}
      <FormField label={t("build.object")}>
        <select
          className="input"
          disabled={busy}
          value={map.object}
          onChange={({ target }) => onObject(target.value)}
        >
          {isNew && (
            <option value={map.object}>
              {label(newObject.label)} ({t("build.newObject")})
            </option>
          )}
          <ObjectOptions schema={schema} />
        </select>
      </FormField>
      <KeySelect {...props} />
      <Check
        text={t("build.createMissing")}
        checked={map.createMissing ?? false}
        onChange={(createMissing) => onChange({ ...map, createMissing })}
      />
      {isRecognising(map) && (
        <Check
          text={t("build.emptyErases")}
          checked={map.emptyErases ?? false}
          onChange={(emptyErases) => onChange({ ...map, emptyErases })}
        />
      )}
    </div>
  );
}
