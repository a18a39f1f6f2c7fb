import type { WorkspaceStatus } from "@causeway/platform-contract";
import { useRef, useState } from "react";
import { formatClock } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import { nextHour, peakOf } from "./status-words.ts";

type Hours = WorkspaceStatus["ingestion"]["hours"];

/** Events by hour; the numbers of one hour are read by pointer, by touch or with the arrow keys, at first of the latest. */
export function StatusHours({ hours }: { readonly hours: Hours }) {
  const { t, locale } = useTexts();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const peak = peakOf(hours);
  const height = (count: number) => `${(count / peak) * 100}%`;
  const lineOf = ({ hour, accepted, duplicates, rejected }: Hours[number]) =>
    t("settings.hourLine", {
      hour: formatClock(new Date(hour)),
      accepted: formatNumber(accepted, locale),
      duplicates: formatNumber(duplicates, locale),
      rejected: formatNumber(rejected, locale),
    });
  const shown = hours.find(({ hour }) => hour === chosen) ?? hours.at(-1);
  return (
    <figure className="status-hours">
      <figcaption className="label">
        {t("settings.byHour")}
        <span className="t2">{shown && lineOf(shown)}</span>
        <span>{t("settings.hourPeak", { count: formatNumber(peak, locale) })}</span>
      </figcaption>
      <ol ref={list}>
        {hours.map((each, at) => (
          <li key={each.hour}>
            <button
              type="button"
              aria-label={lineOf(each)}
              className={each === shown ? "on" : undefined}
              // One stop of the tab key for all; arrow keys go on from there.
              tabIndex={each === shown ? 0 : -1}
              onPointerEnter={() => setChosen(each.hour)}
              onFocus={() => setChosen(each.hour)}
              onClick={() => setChosen(each.hour)}
              onKeyDown={(event) => {
                const next = nextHour(at, event.key, hours.length);
                if (next === null) return;
                event.preventDefault();
                list.current?.querySelectorAll("button")[next]?.focus();
              }}
            >
              <i className="rejected" style={{ height: height(each.rejected) }} />
              <i className="accepted" style={{ height: height(each.accepted) }} />
            </button>
          </li>
        ))}
      </ol>
      <div className="hours-axis" aria-hidden="true">
        {[0, 6, 12, 18, 23].map((at) => (
          <span key={at} style={{ left: `${((at + 0.5) / 24) * 100}%` }}>
            {hours[at] && formatClock(new Date(hours[at].hour))}
          </span>
        ))}
      </div>
    </figure>
  );
}
