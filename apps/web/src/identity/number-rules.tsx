import type { IdentityRules, ObjectDefinition } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { matchingQuery } from "../api/identity-queries.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";

type Line = IdentityRules["companyNumbers"][number];

interface NumberRulesProps {
  readonly lines: readonly Line[];
  readonly mayEdit: boolean;
  readonly onChange: (lines: Line[]) => void;
}

/** Kinds of numbers that sources send by themselves. */
const usualKinds = ["external:order_id", "external:pickup_number"];

/** Objects whose records belong to an account, or are one, with their fields that may hold a number. */
function sourcesOf(objects: readonly ObjectDefinition[]) {
  return objects
    .filter(
      ({ name, fields }) => name === "account" || fields.some(({ target }) => target === "account"),
    )
    .map(({ name, label, fields }) => ({
      name,
      label,
      fields: fields.filter(({ type }) => type === "text" || type === "number"),
    }))
    .filter(({ fields }) => fields.length > 0);
}

/** Which numbers of events lead to a company, and in which field of the CRM they are looked up. */
export function NumberRules({ lines, mayEdit, onChange }: NumberRulesProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const { data: matching } = useQuery(matchingQuery(id));
  const sources = sourcesOf(schema?.objects ?? []);
  const sent = (matching?.fields ?? [])
    .map(({ field }) => field)
    .filter((field) => field.startsWith("external:"));
  const kinds = [...new Set([...lines.map(({ kind }) => kind), ...usualKinds, ...sent])];
  const change = (place: number, part: Partial<Line>) =>
    onChange(lines.map((line, at) => (at === place ? { ...line, ...part } : line)));
  const [first] = sources;
  const usual = sources.find(({ name }) => name === "deal") ?? first;
  return (
    <section className="number-rules" aria-label={t("identity.companyNumbers")}>
      <h2>{t("identity.companyNumbers")}</h2>
      <p className="t12 t3">{t("identity.companyNumbersHint")}</p>
      {lines.map((line, place) => (
        // Two lines may say the same while somebody is at it.
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place only
        <div className="number-rule" key={place}>
          <select
            className="input"
            disabled={!mayEdit}
            aria-label={t("identity.numberKind")}
            value={line.kind}
            onChange={(event) => change(place, { kind: event.target.value })}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {fieldWord(t, kind)}
              </option>
            ))}
          </select>
          <span className="t3">=</span>
          <select
            className="input"
            disabled={!mayEdit}
            aria-label={t("identity.numberField")}
            value={`${line.object}.${line.field}`}
            onChange={(event) => {
              const [object = "", field = ""] = event.target.value.split(".");
              change(place, { object, field });
            }}
          >
            {sources.map((source) => (
              <optgroup key={source.name} label={label(source.label)}>
                {source.fields.map((field) => (
                  <option key={field.name} value={`${source.name}.${field.name}`}>
                    {label(source.label)} · {label(field.label)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          {mayEdit && (
            <button
              type="button"
              className="button quiet icon"
              aria-label={t("identity.removeNumberRule")}
              onClick={() => onChange(lines.filter((_, at) => at !== place))}
            >
              <Icon of={X} size={14} />
            </button>
          )}
        </div>
      ))}
      {mayEdit && usual !== undefined && (
        <button
          type="button"
          className="button quiet add-line"
          onClick={() =>
            onChange([
              ...lines,
              {
                kind: kinds[0] ?? "external:order_id",
                object: usual.name,
                field: usual.fields[0]?.name ?? "name",
              },
            ])
          }
        >
          <Icon of={Plus} size={14} />
          {t("identity.addNumberRule")}
        </button>
      )}
    </section>
  );
}
