/** A number written plainly: digits with a point, or as a power of ten. */
export const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const decimalComma = /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/;
const decorated =
  /^([+-]?)\s*(?:[$€£¥￥]|CNY|RMB|USD|EUR)?\s*([\d.,+-]*\d[\d.,]*)\s*([^\s\d.,+-][^\d]{0,9})?$/i;
const bracketed = /^\((.+)\)$/;

/** Words that say so many times, and what stands beside a number without changing it. */
const multiples: Readonly<Record<string, number>> = {
  ...{ 千: 1e3, 万: 1e4, 亿: 1e8, k: 1e3, K: 1e3, M: 1e6 },
};
const signs = new Set(["", "%", "％", "元", "美元", "$", "€", "£", "USD", "EUR", "CNY", "RMB"]);

interface Written {
  readonly digits: string;
  readonly unit: string;
}

/**
 * How the numbers of a column are written, found from all of its filled texts: plainly, with commas between thousands, or
 * with a decimal comma; in brackets where they are negative, as accountants do. A currency sign, a percent sign or a unit that
 * all of them share is no part of the number, 万 or k multiplies it. Undefined where some text is no number.
 */
export function numberReader(texts: readonly string[]): ((text: string) => number) | undefined {
  if (texts.every((text) => plainNumber.test(text))) return Number;
  const written: Written[] = [];
  for (const text of texts) {
    const found = undecorate(text);
    if (found === undefined) return undefined;
    written.push(found);
  }
  const multiple = unitReader(written);
  if (multiple === undefined) return undefined;
  const reader = (digitsOf: (digits: string) => number) => (text: string) => {
    const { digits, unit } = undecorate(text) ?? { digits: "", unit: "" };
    return digitsOf(digits) * multiple(unit);
  };
  if (written.every(({ digits }) => plainNumber.test(digits) || grouped.test(digits))) {
    return reader((digits) => Number(digits.replaceAll(",", "")));
  }
  if (!written.every(({ digits }) => decimalComma.test(digits))) return undefined;
  return reader((digits) => Number(digits.replaceAll(".", "").replace(",", ".")));
}

/** Units all alike say nothing; else each must be a sign or a multiple. */
function unitReader(written: readonly Written[]): ((unit: string) => number) | undefined {
  const units = new Set(written.map(({ unit }) => unit));
  const known = new Map<string, number>();
  for (const unit of units) {
    const multiple = multipleOf(unit);
    if (multiple !== undefined) known.set(unit, multiple);
    // One letter after a number is rather part of a code.
    else if (units.size === 1 && unit.length > 1) known.set(unit, 1);
    else return undefined;
  }
  return (unit) => known.get(unit) ?? Number.NaN;
}

function multipleOf(unit: string): number | undefined {
  if (signs.has(unit.toUpperCase())) return 1;
  const first = multiples[unit.slice(0, 1)];
  return first !== undefined && signs.has(unit.slice(1).toUpperCase()) ? first : undefined;
}

function undecorate(text: string): Written | undefined {
  if (plainNumber.test(text)) return { digits: text, unit: "" };
  const inside = bracketed.exec(text)?.[1];
  if (inside !== undefined) {
    const found = /^[+-]/.test(inside) ? undefined : undecorate(inside);
    return found && { ...found, digits: `-${found.digits}` };
  }
  const [, sign, digits, unit = ""] = decorated.exec(text) ?? [];
  return digits === undefined ? undefined : { digits: `${sign ?? ""}${digits}`, unit: unit.trim() };
}
