import type { Source } from "@causeway/platform-contract";
import { formatAgo } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";

const width = 24;
const height = 32;

/** Events of each of the last 24 hours. */
function Hours({ hourly }: Pick<Source, "hourly">) {
  const { t, locale } = useTexts();
  const most = Math.max(1, ...hourly);
  const label = t("touchpoints.hours", { most: formatNumber(Math.max(0, ...hourly), locale) });
  return (
    <svg
      className="hours"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {hourly.map((count, hour) => {
        const tall = count === 0 ? 1 : Math.max(2, (height * count) / most);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in time is its hour
            key={hour}
            x={hour + 0.15}
            y={height - tall}
            width={0.7}
            height={tall}
            className={count === 0 ? "none" : "some"}
          />
        );
      })}
    </svg>
  );
}

/** How a source does: last event, rate, what waits, what failed. */
export function SourceFigures({ source }: { readonly source: Source }) {
  const { t, label, locale } = useTexts();
  const now = new Date();
  const lastHour = source.hourly.at(-1) ?? 0;
  const figures = [
    [
      t("touchpoints.lastEvent"),
      source.lastEventAt === null ? "—" : formatAgo(new Date(source.lastEventAt), locale, now),
    ],
    [t("touchpoints.thisHour"), formatNumber(lastHour, locale)],
    [t("touchpoints.unread"), formatNumber(source.waiting, locale)],
    [t("touchpoints.deadLetters"), formatNumber(source.deadLetters, locale)],
  ] as const;
  return (
    <section className="section">
      <dl className="source-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="t12 t3">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Hours hourly={source.hourly} />
      <div className="t12 t3">{t("touchpoints.hoursHint")}</div>
      {!source.connects && <p className="t12 t3">{t("touchpoints.onlyReceives")}</p>}
      {source.connectedAt !== null && source.lastError === null && (
        <p className="t12 t3">
          {t("touchpoints.connected", {
            time: formatAgo(new Date(source.connectedAt), locale, now),
          })}
        </p>
      )}
      {source.lastError !== null && (
        <p className="t13 bad source-error" role="status">
          {label(source.lastError)}
          {source.lastErrorAt !== null &&
            ` · ${formatAgo(new Date(source.lastErrorAt), locale, now)}`}
        </p>
      )}
    </section>
  );
}
