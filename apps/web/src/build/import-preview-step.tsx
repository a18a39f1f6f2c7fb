import type { Field, ImportMap, ImportPreview, SchemaDocument } from "@causeway/platform-contract";
import { useState } from "react";
import { formatNumber } from "../format/numbers.ts";
import { showValue } from "../records/field-kinds.ts";
import { objectNamed } from "../records/schema-fields.ts";
import { useShow } from "../records/use-object.ts";
import { type TextKey, useTexts } from "../texts/text.ts";
import { previewedFields, type Repair, targetsOf, withRepairs } from "./import-map.ts";

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

/** Stands for a cell that stays as it is; no text of a file has it. */
const keep = "\u0000";

function Repairs({
  repairs,
  fields,
  map,
  busy,
  onApply,
}: {
  readonly repairs: readonly Repair[];
  readonly fields: readonly Field[];
  readonly map: ImportMap;
  readonly busy: boolean;
  readonly onApply: (confirmed: readonly Repair[]) => void;
}) {
  const { t, label } = useTexts();
  const possible = repairs.filter(({ to }) => to !== null);
  const others = repairs.filter(({ to }) => to === null);
  const [chosen, setChosen] = useState<ReadonlyMap<Repair, string>>(() => new Map());
  const choose = (repair: Repair, to: string | undefined) => {
    const next = new Map(chosen);
    if (to === undefined) next.delete(repair);
    else next.set(repair, to);
    setChosen(next);
  };
  const chooseAll = (some: readonly Repair[]) =>
    setChosen(new Map([...some.map((each) => [each, each.to ?? ""] as const), ...chosen]));
  const fieldOf = ({ column }: Repair) => {
    const name = map.columns.find((each) => each.column === column)?.field;
    return fields.find((field) => field.name === name);
  };
  // Whom a row belongs to is given up one by one, not by the way.
  const blankable = others.filter((repair) => fieldOf(repair)?.type !== "reference");
  return (
    <section className="repairs">
      <div className="row">
        <h3>{t("build.repairs")}</h3>
        <span className="t12 t3">{t("build.repairsHint")}</span>
      </div>
      <ul>
        {repairs.map((repair) => (
          <li key={`${repair.column} ${repair.from}`} className="row t13">
            {repair.to === null ? (
              <label className="row t2">
                <b className="nowrap">{repair.from}</b>
                <select
                  className="input"
                  aria-label={`${repair.column}: ${repair.from}`}
                  value={chosen.get(repair) ?? keep}
                  onChange={({ target }) =>
                    choose(repair, target.value === keep ? undefined : target.value)
                  }
                >
                  <option value={keep}>{t("build.repairKeep")}</option>
                  <option value="">{t("build.repairBlank")}</option>
                  {fieldOf(repair)?.options.map((option) => (
                    <option key={option.value} value={label(option.label)}>
                      {label(option.label)}
                    </option>
                  ))}
                </select>
              </label>
            ) : (
              <label className="row">
                <input
                  type="checkbox"
                  className="check"
                  checked={chosen.has(repair)}
                  onChange={() =>
                    choose(repair, chosen.has(repair) ? undefined : (repair.to ?? undefined))
                  }
                />
                {t("build.acceptRepair", { from: repair.from, to: repair.to })}
              </label>
            )}
            <span className="t12 t3">
              {repair.column} · {t("build.repairRows", { count: repair.rows })}
            </span>
          </li>
        ))}
      </ul>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={busy || chosen.size === 0}
          onClick={() => onApply([...chosen].map(([repair, to]) => ({ ...repair, to })))}
        >
          {t("build.applyRepairs")}
        </button>
        {possible.length > 0 && (
          <button type="button" className="button quiet" onClick={() => chooseAll(possible)}>
            {t("build.acceptAll")}
          </button>
        )}
        {blankable.length > 0 && (
          <button type="button" className="button quiet" onClick={() => chooseAll(blankable)}>
            {t("build.blankRest")}
          </button>
        )}
      </div>
    </section>
  );
}

function PreviewTable({
  schema,
  map,
  preview,
}: Pick<ImportPreviewStepProps, "schema" | "map" | "preview">) {
  const { t, label } = useTexts();
  const show = useShow()({});
  const object = objectNamed(schema, map.object);
  const targets = targetsOf(object, map);
  const fields = previewedFields(object, map);
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
          {preview.rows.map((row) => (
            <tr key={row.line}>
              <td className="t3">{row.line}</td>
              <td className={`nowrap ${actions[row.action].tone}`}>
                {t(actions[row.action].text)}
                {row.issues.length > 0 && (
                  <span className="t12 bad">
                    {" "}
                    {row.issues
                      .map(({ column, message }) =>
                        t("build.rowIssue", { column, message: label(message) }),
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
  return (
    <>
      <div className="row">
        <h2>{t("build.previewTitle")}</h2>
        <span className="t13 t2">
          {[
            t("build.countCreate", { count: number(counts.create) }),
            t("build.countUpdate", { count: number(counts.update) }),
            t("build.countError", { count: number(counts.error) }),
          ].join(" · ")}
        </span>
      </div>
      {repairs.length > 0 && (
        <Repairs
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
          {t("build.run", { count: number(counts.create + counts.update) })}
        </button>
        <button type="button" className="button" disabled={busy} onClick={onBack}>
          {t("shell.back")}
        </button>
      </div>
    </>
  );
}
