import type { Locale } from "@causeway/platform-contract";

/** One text: Chinese, English, and where English counts one thing differently, that form. */
export type Pair = readonly [zh: string, en: string, enOne?: string];
export type Pairs = Readonly<Record<string, Pair>>;

/**
 * The keys of one language for i18next. Both languages stand beside each other in the source, so
 * that neither can lack a text.
 */
export function resources(
  areas: Readonly<Record<string, Pairs>>,
  locale: Locale,
): Record<string, Record<string, string>> {
  const result: Record<string, Record<string, string>> = {};
  for (const [area, pairs] of Object.entries(areas)) {
    const texts: Record<string, string> = {};
    for (const [key, [zh, en, enOne]] of Object.entries(pairs)) {
      texts[key] = locale === "zh" ? zh : en;
      if (enOne !== undefined && locale === "en") texts[`${key}_one`] = enOne;
    }
    result[area] = texts;
  }
  return result;
}
