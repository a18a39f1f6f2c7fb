const plain = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const decimalComma = /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/;
const decorated =
  /^([+-]?)\s*(?:[$€£¥￥]|CNY|USD|EUR)?\s*([\d.,+-]*\d[\d.,]*)\s*(?:%|％|元|美元)?$/i;

/**
 * How the numbers of a column are written, found from all of its filled texts: plainly, with commas between thousands, or
 * with a decimal comma; a currency sign or a percent sign around them is no part of the number. Undefined where some text is no number.
 */
export function numberReader(texts: readonly string[]): ((text: string) => number) | undefined {
  if (texts.every((text) => plain.test(text))) return Number;
  const bare = texts.map(undecorate);
  if (bare.some((text) => text === undefined)) return undefined;
  const found = bare.flatMap((text) => text ?? []);
  const isGrouped = (text: string) => plain.test(text) || grouped.test(text);
  if (found.every(isGrouped)) {
    return (text) => Number((undecorate(text) ?? "").replaceAll(",", ""));
  }
  if (!found.every((text) => decimalComma.test(text))) return undefined;
  return (text) => Number((undecorate(text) ?? "").replaceAll(".", "").replace(",", "."));
}

function undecorate(text: string): string | undefined {
  if (plain.test(text)) return text;
  const [, sign, digits] = decorated.exec(text) ?? [];
  return digits === undefined ? undefined : `${sign ?? ""}${digits}`;
}
