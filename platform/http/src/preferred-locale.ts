import type { Locale } from "@causeway/platform-contract";

/** The better of our two languages for an `Accept-Language` header (RFC 9110, section 12.5.4); English without one. */
export function preferredLocale(header: string | null): Locale {
  let best: { locale: Locale; quality: number } = { locale: "en", quality: 0 };
  for (const part of (header ?? "").split(",").slice(0, 20)) {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
    const quality = weight === undefined ? 1 : Number(weight);
    const language = tag.split("-")[0];
    if ((language === "zh" || language === "en") && quality > best.quality) {
      best = { locale: language, quality };
    }
  }
  return best.locale;
}
