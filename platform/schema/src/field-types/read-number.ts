const scales: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** Reads `1,234.5`, `¥ 1，200`, `3.5万`; undefined for anything that is not one plain number. */
export function numberFromText(text: string): number | undefined {
  const plain = text
    .normalize("NFKC")
    .replace(/^(-?)\s*(?:[¥$€£]|RMB|CNY|USD|EUR)\s*/i, "$1")
    .replace(/\s*(?:元|RMB|CNY|USD|EUR)$/i, "");
  const match = /^([+-]?(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.\d+)?(?:e[+-]?\d{1,3})?)([万亿]?)$/i.exec(
    plain,
  );
  const [, digits, scale = ""] = match ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replace(/[, ]/g, "")) * (scales[scale] ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
