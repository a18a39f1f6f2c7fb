import { plain } from "./pick.ts";

const millisecondsFrom = 100_000_000_000;
const utcOffset = /(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * A moment as systems write it: seconds or milliseconds since 1970 (told apart by their size), ISO 8601, or a local time,
 * which is meant in `zone` (as `+08:00`). Null when it is none.
 */
export function readMoment(value: unknown, zone: string): Date | null {
  const text = plain(value);
  if (text === null) return null;
  if (/^\d{9,16}(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return valid(new Date(number < millisecondsFrom ? number * 1000 : number));
  }
  const local =
    /^(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/.exec(
      text,
    );
  if (local === null) return utcOffset.test(text) ? valid(new Date(text)) : null;
  const [
    ,
    year = "",
    month = "",
    day = "",
    hour = "0",
    minute = "00",
    second = "00",
    fraction = "0",
  ] = local;
  const two = (part: string) => part.padStart(2, "0");
  const iso = `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}.${fraction.slice(0, 3)}`;
  return valid(new Date(`${iso}${zone}`));
}

function valid(moment: Date): Date | null {
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** A number of seconds from seconds, `mm:ss` or `hh:mm:ss`; null when it is none. */
export function readSeconds(value: unknown): number | null {
  const text = plain(value);
  if (text === null) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text);
  if (clock === null) return null;
  const [, hours = "0", minutes = "0", seconds = "0"] = clock;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
