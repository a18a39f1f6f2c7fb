import { UsageError } from "../command.ts";

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };
/** What a timer of Node can wait for. */
const longestSeconds = 24 * 86_400;

/** `30m`, `24h`, `7d` in seconds; throws `UsageError` for anything else. */
export function parseDuration(text: string, option: string): number {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (unitSeconds[unit ?? ""] ?? Number.NaN);
  if (seconds > 0 && seconds <= longestSeconds) return seconds;
  throw new UsageError({
    zh: `${option} 是 30m、24h、7d 这样的时长，最长 24d，不能是“${text}”`,
    en: `${option} is a time such as 30m, 24h or 7d, up to 24d, not “${text}”`,
  });
}
