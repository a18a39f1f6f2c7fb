/** The number a text names, with or without a currency sign, thousands and a percent sign; undefined if it is none. */
export function parseNumber(text: string): number | undefined {
  const bare = text
    .replace(/^(?:[$€£¥￥]|usd|eur|gbp|cny|rmb)\s*/i, "")
    .replace(/\s*(?:%|usd|eur|gbp|元)$/i, "");
  if (!/^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(bare) || bare === "")
    return undefined;
  const value = Number(bare.replaceAll(",", ""));
  return Number.isFinite(value) ? value : undefined;
}
