import type { ImportMap, ImportPreview, SchemaDocument } from "@causeway/platform-contract";
import { useWorkspace } from "../access/session.ts";
import { formatNumber } from "../format/numbers.ts";
import { showValue } from "../records/field-kinds.ts";
import { objectNamed } from "../records/schema-fields.ts";
import { useShow } from "../records/use-object.ts";
import { type TextKey, useTexts } from "../texts/text.ts";
import { previewedFields, targetsOf, withRepairs } from "./import-map.ts";
import { ImportRepairs } from "./import-repairs.tsx";

interface ImportPreviewStepProps {
  readonly schema: SchemaDocument;
  readonly map: ImportMap;
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onRepair: (map: ImportMap) => void;
  readonly onRun: () => void;
}

type Row = ImportPreview["rows"][number];

const actions: Readonly<Record<Row["action"], { readonly text: TextKey; readonly tone: string }>> =
  {
    create: { text: "build.actionCreate", tone: "good" },
    update: { text: "build.actionUpdate", tone: "t2" },
    skip: { text: "build.actionSkip", tone: "t3" },
    error: { text: "build.actionError", tone: "bad" },
  };

function PreviewTable({
  schema,
  map,
  preview,
}: Pick<ImportPreviewStepProps, "schema" | "map" | "preview">) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const show = useShow()({});
  const object = objectNamed(schema, map.object);
  const targets = targetsOf(object, map);
  const fields = previewedFields(object, map);
  // What is refused comes first: it may stand far down in the file.
  const rows = preview.rows.toSorted(
    (left, right) => Number(right.action === "error") - Number(left.action === "error"),
  );
  const names = [...new Set(preview.rows.flatMap((row) => Object.keys(row.values)))];
  const shown = (row: Row, name: string) => {
    const field = fields.find((each) => each.name === name);
    const value = row.values[name] ?? null;
    return row.references[name] ?? (field ? showValue(field, value, show) : String(value ?? ""));
  };
  const heading = (name: string) => {
    const target = targets.find((each) => each.name === name);
    return target ? label(target.label) : name;
  };
  return (
    <div className="preview-scroll">
      <table className="plain">
        <thead>
          <tr>
            <th>{t("build.line")}</th>
            <th>{t("build.action")}</th>
            {names.map((name) => (
              <th key={name}>{heading(name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td className="t3">{row.row}</td>
              <td className={`nowrap ${actions[row.action].tone}`}>
                {t(actions[row.action].text)}
                {row.mergedInto && " · "}
                {row.mergedInto && (
                  <a
                    className="link t12"
                    href={`/w/${id}/records/${map.object}/${row.mergedInto.id}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {t("build.mergedInto", { title: row.mergedInto.title })}
                  </a>
                )}
                {row.issues.length > 0 && (
                  <span className="t12 bad">
                    {" "}
                    {row.issues
                      .map(({ column, message }) =>
                        column === ""
                          ? label(message)
                          : t("build.rowIssue", { column, message: label(message) }),
                      )
                      .join(t("build.rowIssueBetween"))}
                  </span>
                )}
              </td>
              {names.map((name) => (
                <td key={name} className="nowrap">
                  {shown(row, name)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first rows as they will be, what is misspelt, and the counts before anything is written. */
export function ImportPreviewStep(props: ImportPreviewStepProps) {
  const { schema, map, preview, busy, onBack, onRepair, onRun } = props;
  const { t, locale } = useTexts();
  const { counts, repairs } = preview;
  const number = (value: number) => formatNumber(value, locale);
  // Of rows that nobody has looked at yet nothing is said.
  const updates = t("build.countUpdate", { count: number(counts.update) });
  const merged = t("build.countMerged", { updates, shown: number(counts.merged) });
  const toRun = counts.rows < counts.all ? counts.all : counts.create + counts.update;
  return (
    <>
      <div className="row">
        <h2>{t("build.previewTitle")}</h2>
        <span className="t13 t2">
          {[
            t("build.countCreate", { count: number(counts.create) }),
            counts.merged > 0 ? merged : updates,
            t("build.countError", { count: number(counts.error) }),
          ].join(" · ")}
          {counts.rows < counts.all &&
            t("build.countedOf", { rows: number(counts.rows), all: number(counts.all) })}
        </span>
      </div>
      {repairs.length > 0 && (
        <ImportRepairs
          key={JSON.stringify(repairs)}
          repairs={repairs}
          fields={previewedFields(objectNamed(schema, map.object), map)}
          map={map}
          busy={busy}
          onApply={(confirmed) => onRepair(withRepairs(map, confirmed))}
        />
      )}
      <PreviewTable {...props} />
      <div className="row import-foot">
        <button
          type="button"
          className="button primary"
          disabled={busy || counts.create + counts.update === 0}
          onClick={onRun}
        >
          {t("build.run", { count: number(toRun) })}
        </button>
        <button type="button" className="button" disabled={busy} onClick={onBack}>
          {t("shell.back")}
        </button>
      </div>
    </>
  );
}
