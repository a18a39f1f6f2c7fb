import type { HeatColumns } from "@causeway/platform-contract";
import type { Span } from "./placed-touchpoints.ts";

const dayMs = 86_400_000;

/** All columns of a report, also empty ones: hours, week days from Monday, the Mondays of weeks in `zone`, or stages. */
export function heatColumns(
  columns: HeatColumns,
  { from, to }: Span,
  zone: string,
  stages: readonly string[],
): readonly string[] {
  if (columns === "stage") return stages;
  if (columns === "hour") {
    return Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  }
  if (columns === "weekday") return ["1", "2", "3", "4", "5", "6", "7"];
  const weeks: string[] = [];
  const last = mondayOf(new Date(to.getTime() - 1), zone);
  for (let week = mondayOf(from, zone); week <= last; week += 7 * dayMs) {
    weeks.push(new Date(week).toISOString().slice(0, 10));
  }
  return weeks;
}

/** The Monday of a moment's local date, as UTC milliseconds of that date. */
function mondayOf(moment: Date, zone: string): number {
  const local = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(moment);
  const day = Date.parse(`${local}T00:00:00Z`);
  return day - ((new Date(day).getUTCDay() + 6) % 7) * dayMs;
}
