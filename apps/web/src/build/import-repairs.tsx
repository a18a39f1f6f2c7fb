import { type Field, type ImportMap, keptOptions } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { membersQuery } from "../api/record-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import type { Repair } from "./import-map.ts";
import { optionRows, optionsOf } from "./option-rows.ts";

/** Stand for a cell that stays as it is, and for an option that is made of it; no text of a file has them. */
const keep = "\u0000";
const add = "\u0001";

/** What cannot be read or leads nowhere, with what it may mean; whoever imports decides. */
export function ImportRepairs({
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
  const { id, role } = useWorkspace();
  const client = useQueryClient();
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
  const hasStrangers = repairs.some((repair) => fieldOf(repair)?.type === "user");
  const { data } = useQuery({ ...membersQuery(id), enabled: hasStrangers });
  const members = data?.members ?? [];
  const blankable = others.filter((repair) => fieldOf(repair)?.type !== "reference");
  const mayAdd = (field: Field | undefined) =>
    field?.type === "select" && isAtLeast(role, "admin") && !isMadeHere(field, map);
  const apply = useMutation({
    mutationFn: async () => {
      const added = [...chosen].filter(([, to]) => to === add).map(([repair]) => repair);
      for (const field of fields) {
        const names = added.filter((each) => fieldOf(each) === field).map(({ from }) => from);
        if (names.length === 0) continue;
        const rows = names.map((name) => ({
          ...{ key: name, value: null, zh: name, en: name, color: undefined },
        }));
        const known = optionRows(field.options);
        const kept = keptOptions(map.object, field.name);
        const ends = known.findIndex(({ value }) => kept.includes(value ?? ""));
        // A new stage stands before those in which a deal is over.
        const options = optionsOf(known.toSpliced(ends < 0 ? known.length : ends, 0, ...rows));
        const path = `/api/w/${id}/schema/objects/${map.object}/fields/${field.name}`;
        await tell(path, { method: "PATCH", body: { options } });
      }
      if (added.length > 0) await client.invalidateQueries({ queryKey: ["w", id, "schema"] });
      onApply(
        [...chosen].filter(([, to]) => to !== add).map(([repair, to]) => ({ ...repair, to })),
      );
    },
  });
  return (
    <section className="repairs">
      <div className="row">
        <h3>{t("build.repairs")}</h3>
        <span className="t12 t3">{t("build.repairsHint")}</span>
      </div>
      {hasStrangers && <p className="t13 t2">{t("build.strangers")}</p>}
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
                  {mayAdd(fieldOf(repair)) && (
                    <option value={add}>{t("build.repairAdd", { name: repair.from })}</option>
                  )}
                  {fieldOf(repair)?.type === "user" &&
                    members.map(({ userId, name, email }) => (
                      <option key={userId} value={email}>
                        {name}
                      </option>
                    ))}
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
          disabled={busy || apply.isPending || chosen.size === 0}
          onClick={() => apply.mutate()}
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
      {apply.error && <ProblemBox error={apply.error} />}
    </section>
  );
}

/** A field that this import makes has all the file's own options. */
function isMadeHere({ name }: Field, { newFields = [] }: ImportMap): boolean {
  return newFields.some((field) => field.name === name);
}
