import type { WorkspaceStatus } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { statusQuery } from "../api/session-queries.ts";
import { formatDuration, formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { useTexts } from "../texts/text.ts";
import { BackupFacts } from "./backup-facts.tsx";
import { StatusHours } from "./status-hours.tsx";
import { behindText, inOrder, stateOf, stateVerdicts, stepKeys } from "./status-words.ts";

const refreshMs = 2_000;

/** What comes in, and how far everything that is computed from it has come. */
export function StatusSection() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data, error } = useQuery({ ...statusQuery(id), refetchInterval: refreshMs });
  return (
    <section className="setting wide status-page">
      <div className="row">
        <h2>{t("settings.status")}</h2>
        <span className="t12 t3 cut">{t("settings.statusHint")}</span>
      </div>
      {error && <ProblemBox error={error} />}
      {!data && !error && <Skeleton />}
      {data && (
        <>
          <Figures ingestion={data.ingestion} />
          <StatusHours hours={data.ingestion.hours} />
          <Projections projections={data.projections} />
          <BackupFacts backup={data.backup} />
        </>
      )}
    </section>
  );
}

function Figures({ ingestion }: Pick<WorkspaceStatus, "ingestion">) {
  const { t, locale } = useTexts();
  const { hours, storedLastMinute, waiting } = ingestion;
  const sum = (read: (hour: (typeof hours)[number]) => number) =>
    formatNumber(
      hours.reduce((total, hour) => total + read(hour), 0),
      locale,
    );
  const figures = [
    [
      t("settings.perSecond"),
      formatNumber(storedLastMinute / 60, locale),
      t("settings.perSecondHint"),
    ],
    [t("settings.waiting"), formatNumber(waiting, locale), ""],
    [t("settings.received24h"), sum(({ accepted }) => accepted), ""],
    [t("settings.rejected24h"), sum(({ rejected }) => rejected), ""],
  ] as const;
  return (
    <dl className="status-figures">
      {figures.map(([label, value, hint]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value} {hint && <small>{hint}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Projections({ projections }: Pick<WorkspaceStatus, "projections">) {
  const { t, locale } = useTexts();
  if (projections.length === 0) return <p className="t13 t3">{t("settings.noProjections")}</p>;
  return (
    <table className="plain status-steps">
      <thead>
        <tr>
          <th>{t("settings.projection")}</th>
          <th className="number">{t("settings.behind")}</th>
          <th className="number">{t("settings.lag")}</th>
          <th>{t("settings.state")}</th>
        </tr>
      </thead>
      <tbody>
        {inOrder(projections).map((projection) => {
          const { name, behind, lagSeconds, rebuildingSince } = projection;
          const state = stateOf(projection);
          const key = stepKeys[name];
          return (
            <tr key={name}>
              <td>{key === undefined ? name : t(key)}</td>
              <td className="number">{behindText(behind, locale)}</td>
              <td className="number nowrap">
                {behind === 0 ? t("settings.lagNone") : formatDuration(lagSeconds, locale)}
              </td>
              <td>
                <VerdictLight verdict={stateVerdicts[state]} word={t(`settings.${state}`)} />
                {rebuildingSince !== null && (
                  <small className="t3">
                    {" "}
                    {t("settings.rebuildingSince", {
                      since: formatMoment(new Date(rebuildingSince), locale, new Date()),
                    })}
                  </small>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
