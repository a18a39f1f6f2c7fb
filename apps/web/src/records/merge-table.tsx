import type { MergeChoice, MergePreview, ObjectDefinition } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";
import { showValue } from "./field-kinds.ts";
import { fieldNamed, fieldValue } from "./schema-fields.ts";
import { useShow } from "./use-object.ts";

export type Choices = Readonly<Record<string, MergeChoice>>;

const sides = ["kept", "other"] as const;

/** Field by field what either record says, and which of it stays. */
export function MergeTable({
  object,
  preview,
  choices,
  onChoose,
  onSwap,
}: {
  readonly object: ObjectDefinition;
  readonly preview: MergePreview;
  readonly choices: Choices;
  readonly onChoose: (field: string, choice: MergeChoice) => void;
  readonly onSwap: () => void;
}) {
  const { t, label } = useTexts();
  const show = useShow();
  return (
    <table className="plain merge-table">
      <thead>
        <tr>
          <th>{t("merge.field")}</th>
          {sides.map((side) => (
            <th key={side}>
              <span className="merge-head">
                <b className="t13">{preview[side].title}</b>
                {side === "kept" ? (
                  <span className="merge-stays">{t("merge.stays")}</span>
                ) : (
                  <span>
                    {t("merge.goes")} ·{" "}
                    <button type="button" className="merge-swap" onClick={onSwap}>
                      {t("merge.swap")}
                    </button>
                  </span>
                )}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {preview.fields.map(({ name, choice: usual, choices: offered }) => {
          const field = fieldNamed(object, name);
          if (!field) return null;
          const choice = choices[name] ?? usual;
          const isOpen = offered.length > 1;
          return (
            <tr key={name}>
              <th scope="row">
                {label(field.label)}
                {offered.includes("both") && (
                  <label className="merge-both">
                    <input
                      type="checkbox"
                      checked={choice === "both"}
                      onChange={(event) => onChoose(name, event.target.checked ? "both" : "kept")}
                    />
                    {t("merge.both")}
                  </label>
                )}
              </th>
              {sides.map((side) => {
                const record = preview[side];
                const value = showValue(field, fieldValue(record, name), show(record.references));
                const isTaken = choice === side || choice === "both";
                return (
                  <td key={side} className={isTaken ? "merge-taken" : "merge-left"}>
                    {isOpen && offered.includes(side) ? (
                      <label>
                        <input
                          type="radio"
                          name={name}
                          aria-label={`${label(field.label)}: ${value}`}
                          checked={choice === side}
                          onChange={() => onChoose(name, side)}
                        />
                        <span>{value}</span>
                      </label>
                    ) : (
                      <span>{value}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
