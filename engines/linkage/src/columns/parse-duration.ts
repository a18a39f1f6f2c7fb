const clock = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:\.\d+)?$/;
const spelled =
  /^(?:(\d+)\s*(?:h|hrs?|hours?)\.?,?\s*)?(?:(\d+(?:\.\d+)?)\s*(?:m|mins?|minutes?)\.?,?\s*)?(?:(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)\.?)?$/;
const han = /^(?:(\d+)\s*小时)?(?:(\d+)\s*分钟?)?(?:(\d+)\s*秒)?$/;

/** The seconds a text in normal form names with their units (3:45, 3m 45sec, 1 hr. 45 min., 3分45秒); undefined otherwise. */
export function parseDuration(text: string): number | undefined {
  const match = clock.exec(text) ?? spelled.exec(text) ?? han.exec(text);
  if (match === null || match[0] === "") return undefined;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  const total = 3600 * (hours ?? 0) + 60 * (minutes ?? 0) + (seconds ?? 0);
  return Number.isFinite(total) ? total : undefined;
}
