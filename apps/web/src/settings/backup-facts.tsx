import type { WorkspaceStatus } from "@causeway/platform-contract";
import { formatDuration, formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { useTexts } from "../texts/text.ts";
import { backupStateOf, backupVerdicts } from "./status-words.ts";

const megabyte = 1e6;

/** When the last backup was taken, how large it is, where it lies, and whether that is as was promised. */
export function BackupFacts({ backup }: Pick<WorkspaceStatus, "backup">) {
  const { t, locale, label } = useTexts();
  const now = new Date();
  const state = backupStateOf(backup);
  const moment = (at: string) => formatMoment(new Date(at), locale, now);
  return (
    <section className="status-backup" aria-label={t("settings.backup")}>
      <div className="row">
        <h3>{t("settings.backup")}</h3>
        <VerdictLight verdict={backupVerdicts[state]} word={t(`settings.${state}`)} />
      </div>
      {backup?.takenAt ? (
        <dl className="status-figures small">
          {[
            [
              t("settings.backupLast"),
              moment(backup.takenAt),
              t("settings.backupAge", {
                time: formatDuration(ageSeconds(backup.takenAt, now), locale),
              }),
            ],
            [
              t("settings.backupSize"),
              `${formatNumber((backup.bytes ?? 0) / megabyte, locale)} MB`,
              "",
            ],
            [
              t("settings.backupEvery"),
              backup.everySeconds === null
                ? t("settings.backupUnpromised")
                : formatDuration(backup.everySeconds, locale),
              "",
            ],
          ].map(([name, value, hint]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value} {hint && <small>{hint}</small>}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="t13 t3">{t("settings.backupNoneHint")}</p>
      )}
      {backup?.file && (
        <p className="t13 t2 status-path">
          {t("settings.backupWhere")} <code>{backup.file}</code>
        </p>
      )}
      {backup?.failedAt && (
        <p className="t13 t2">
          {t("settings.backupFailure", {
            time: moment(backup.failedAt),
            reason: backup.failure ? label(backup.failure) : "",
          })}
        </p>
      )}
    </section>
  );
}

function ageSeconds(at: string, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1_000));
}
