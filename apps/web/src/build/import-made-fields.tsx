import type { ImportRun } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";

type MadeField = ImportRun["madeFields"][number];

/** Fields that an import added; once it is taken back, which of them went, and why the others stayed. */
export function ImportMadeFields({ run }: { readonly run: ImportRun }) {
  const { t, label, locale } = useTexts();
  const between = locale === "zh" ? "、" : ", ";
  const namesOf = (state: MadeField["state"]) =>
    run.madeFields
      .filter((field) => field.state === state)
      .map((field) => label(field.label))
      .join(between);
  const kept = run.madeFields.filter(({ state }) => state === "kept");
  const there = namesOf("there");
  const removed = namesOf("removed");
  return (
    <>
      {there && <p className="t13 t2">{t("build.fieldsAdded", { fields: there })}</p>}
      {removed && <p className="t13 t2">{t("build.fieldsRemoved", { fields: removed })}</p>}
      {kept.length > 0 && (
        <section>
          <h3>{t("build.fieldsKept")}</h3>
          <table className="plain kept-fields">
            <thead>
              <tr>
                <th>{t("build.field")}</th>
                <th>{t("touchpoints.reason")}</th>
              </tr>
            </thead>
            <tbody>
              {kept.map((field) => (
                <tr key={field.name}>
                  <td>{label(field.label)}</td>
                  <td className="long">
                    {field.reasons
                      .map((reason) => label(reason))
                      .join(locale === "zh" ? "；" : "; ")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
