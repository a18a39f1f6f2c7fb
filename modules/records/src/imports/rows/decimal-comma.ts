const sign = /^(-?)\s*(?:[¥$€£]|RMB|CNY|USD|EUR|CHF)?\s*|\s*(?:€|元|RMB|CNY|USD|EUR|CHF)?$/gi;
/** `12,5`, `1.234,50`, `1 234,5`: three digits behind a comma alone may be thousands. */
const comma = /^(?:\d{1,3}(?:[. ]\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,}))$/;
const point = /^(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,}))$/;

/** Whether a column's numbers show that their comma stands before fractions, as on the continent of Europe. */
export function showsDecimalComma(texts: readonly string[]): boolean {
  const numbers = texts.map(bare);
  return numbers.some((text) => comma.test(text)) && !numbers.some((text) => point.test(text));
}

/** A number as fields read it: `1.234,50 €` → `1234.50 €`. Other text stays what it is. */
export function withDecimalPoint(text: string): string {
  const plain = text.normalize("NFKC");
  if (!/^\d{1,3}(?:[. ]?\d{3})*(?:,\d+)?$/.test(bare(text))) return text;
  return plain.replace(/(\d)[. ](?=\d{3}(?:\D|$))/g, "$1").replace(",", ".");
}

function bare(text: string): string {
  return text.normalize("NFKC").replace(sign, "");
}
