import { wordsOf } from "./words.ts";

/** Units as they are written in the names of goods; the first is the one they are compared in. */
const units: readonly string[] = [
  "ml milliliters? millilitres? 毫升",
  "cl centiliters? centilitres?",
  "l liters? litres? ltr 公升 升",
  "mg milligrams? 毫克",
  "g grams? gr gm 克",
  "kg kgs kilos? kilograms? 公斤 千克",
  "oz ounces? fl\\.?\\s?oz",
  "lb lbs pounds? 磅",
  "mm millimeters? millimetres? 毫米",
  "cm centimeters? centimetres? 厘米 公分",
  "in inch inches '' ′′ ' ′ \" ” ″ 英寸 寸",
  "ft feet foot",
  "cuft cu\\.?\\s?ft cubic\\s(?:feet|foot)",
  "kb kilobytes?",
  "mb megabytes?",
  "gb gigabytes? gig",
  "tb terabytes?",
  "mp megapixels? mpix mega\\spixels? 万像素",
  "hz hertz",
  "mhz megahertz",
  "ghz gigahertz",
  "w watts? 瓦",
  "v volts? 伏",
  "mah",
  "rpm",
  "ms milliseconds?",
  "ch channels? 声道",
  "pk packs? ct count pcs pieces? 片装 只装 支装 包装 袋装",
  "hp 匹",
];

const nameOf = new Map<string, string>();
const forms = units.flatMap((line) => {
  const [name = "", ...others] = line.split(" ");
  return [name, ...others].map((form) => ({ name, form }));
});
const byLength = forms.toSorted((a, b) => b.form.length - a.form.length);
const isLatin = (form: string): boolean => /^[a-z]/.test(form);
const latin = byLength.filter(({ form }) => isLatin(form)).map(({ form }) => form);
const others = byLength.filter(({ form }) => !isLatin(form)).map(({ form }) => form);
const matchers = byLength.map(({ name, form }) => ({ name, whole: new RegExp(`^(?:${form})$`) }));

// “5 in 1” is no length.
const measure = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(\\d+(?:\\.\\d+)?)(?:\\s|-)?(?:(${latin.join("|")})(?![a-z0-9]|\\s\\d+(?:\\s|$))|(${others.join("|")})(?![a-z]))\\.?`,
  "gu",
);
const packOf = /\b(?:packs?|box|set) of (\d+)\b/g;
/** Letters, a sign, and digits: a code that others write without the sign. */
const dashed = /(?<![\p{L}\p{N}])([a-z]{1,5})[-/](?=\d)/gu;

/**
 * A text in normal form with each measure as one word in one spelling (250 millilitres: 250ml; 42": 42in), and codes without
 * signs after their letters (kd-32s: kd32s).
 */
export function joinMeasures(text: string): string {
  if (!/\d/.test(text)) return text;
  return text
    .replace(packOf, "$1pk")
    .replace(measure, (_, number: string, word?: string, sign?: string) => {
      const value = number.includes(".") ? String(Number(number)) : number;
      return `${value}${unitName(word ?? sign ?? "")} `;
    })
    .replace(dashed, "$1");
}

function unitName(written: string): string {
  const known = nameOf.get(written);
  if (known !== undefined) return known;
  const name = matchers.find(({ whole }) => whole.test(written))?.name ?? written;
  nameOf.set(written, name);
  return name;
}

const names = new Set(forms.map(({ name }) => name));

/** The unit of a word that is a measure, a year's being “year”; undefined for other words. */
export function unitOf(word: string): string | undefined {
  const [, unit] = /^\d+(?:\.\d+)?([a-z]+)$/.exec(word) ?? [];
  if (unit !== undefined) return names.has(unit) ? unit : undefined;
  return /^(?:19[5-9]|20[0-4])\d$/.test(word) ? "year" : undefined;
}

/** The words of a title or a description, each measure and each code as one. */
export function wordsOfText(text: string): string[] {
  return wordsOf(joinMeasures(text));
}
