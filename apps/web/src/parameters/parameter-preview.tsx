import type { ParameterPreview as Preview } from "@causeway/platform-contract";
import { useWorkspace } from "../access/session.ts";
import { formatPercent } from "../format/numbers.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

function Grades({ grades }: Pick<Preview, "grades">) {
  const { t } = useTexts();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("parameters.grade")}</th>
          <th className="number">{t("parameters.now")}</th>
          <th className="number">{t("parameters.after")}</th>
        </tr>
      </thead>
      <tbody>
        {grades.map(({ grade, before, after }) => (
          <tr key={grade}>
            <td>{grade}</td>
            <td className="number">{before}</td>
            <td className="number">{before === after ? after : <b>{after}</b>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Movers({ records }: Pick<Preview, "records">) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("parameters.lead")}</th>
          <th className="number">{t("parameters.chance")}</th>
          <th className="number">{t("parameters.now")}</th>
          <th className="number">{t("parameters.after")}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <td>
              <PathLink path={`/w/${id}/records/lead/${record.id}`} className="cell-link">
                {record.title}
              </PathLink>
            </td>
            <td className="number">{formatPercent(record.probability)}</td>
            <td className="number">{record.before}</td>
            <td className="number">
              <b>{record.after}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What learns from the changed number, and is trained anew. */
function Learning({ learning }: Pick<Preview, "learning">) {
  const { t, label } = useTexts();
  if (learning.length === 0) return null;
  return (
    <p className="t13 t2">
      {t("parameters.learning", { names: learning.map((each) => label(each.label)).join(" · ") })}
    </p>
  );
}

/** What the change would do to real leads. */
export function ParameterPreview({ preview }: { readonly preview: Preview }) {
  const { t } = useTexts();
  const { lastQuarter } = preview;
  if (preview.leads === 0 && lastQuarter.ended === 0) {
    return (
      <>
        <p className="t13 t2">{t("parameters.noLeads")}</p>
        <Learning learning={preview.learning} />
      </>
    );
  }
  return (
    <>
      <p className="t13">
        {t("parameters.changes", { count: preview.changed, leads: preview.leads })}
      </p>
      <Learning learning={preview.learning} />
      <Grades grades={preview.grades} />
      {preview.records.length > 0 && <Movers records={preview.records} />}
      <h3>{t("parameters.lastQuarter")}</h3>
      <p className="t13 t2">
        {lastQuarter.ended === 0
          ? t("parameters.noneEnded")
          : t("parameters.lastQuarterSays", {
              ended: lastQuarter.ended,
              won: lastQuarter.won,
              before: lastQuarter.before.good,
              beforeWon: lastQuarter.before.won,
              after: lastQuarter.after.good,
              afterWon: lastQuarter.after.won,
            })}
      </p>
    </>
  );
}
