import { type Locale, percentRange, wholePercent } from "@causeway/platform-contract";

const minus = "\u2212";
const tags = { zh: "zh-CN", en: "en-GB" } as const;

/** The BCP 47 tag that dates and numbers of a locale are written with. */
export function languageTag(locale: Locale): string {
  return tags[locale];
}

function signed(text: string): string {
  return text.replace("-", minus);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making one costs as much as a hundred numbers that it writes. */
function formatOf(tag: string, digits: number): Intl.NumberFormat {
  const key = `${tag} ${digits}`;
  const made =
    formats.get(key) ??
    new Intl.NumberFormat(tag, { maximumFractionDigits: digits, signDisplay: "negative" });
  formats.set(key, made);
  return made;
}

/** A number with thousands separators, at most two decimals. */
export function formatNumber(value: number, locale: Locale): string {
  return signed(formatOf(tags[locale], 2).format(value));
}

/** Three significant digits, never a tail of zeros: `286`, `1.12`, `31.2`. */
function short(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return formatOf("en", digits).format(value);
}

function moneyZh(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e8) return `¥${short(value / 1e8)} 亿`;
  if (size >= 1e4) return `¥${short(value / 1e4)} 万`;
  return `¥${short(value)}`;
}

function moneyEn(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `¥${short(value / 1e9)}B`;
  if (size >= 1e6) return `¥${short(value / 1e6)}M`;
  if (size >= 1e3) return `¥${short(value / 1e3)}k`;
  return `¥${short(value)}`;
}

/** An amount as people say it: `¥286 万`, `¥2.86M`. */
export function formatMoney(value: number, locale: Locale): string {
  return signed(locale === "zh" ? moneyZh(value) : moneyEn(value));
}

/** A probability in whole percent: never a decimal that nobody can tell from noise, never certain unless it is. */
export function formatPercent(probability: number): string {
  return `${wholePercent(probability)}%`;
}

/** Both ends of an interval of probabilities, as `51–72`. */
export const formatRange = percentRange;

/** A change in percentage points with its sign: `+14`, `−7`. */
export function formatPoints(points: number): string {
  const whole = Math.round(points);
  return whole > 0 ? `+${whole}` : signed(String(whole));
}
