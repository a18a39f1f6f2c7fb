import { reservedNames } from "@causeway/platform-schema";
import { hasHan, pinyinOf } from "../search/pinyin-of.ts";

const longest = 40;
const words = new Intl.Segmenter("zh", { granularity: "word" });

/** An API name out of any text, Chinese by its pinyin, word by word: `采购金额` → `caigou_jine`; `kind` where nothing is left. */
export function apiName(text: string, kind = "field"): string {
  const name = (hasHan(text) ? spelled(text) : text)
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, longest)
    .replace(/_+$/, "");
  if (name === "") return kind;
  return /^[a-z]/.test(name) ? name : `n_${name}`;
}

function spelled(text: string): string {
  const segments = [...words.segment(text)].map(({ segment }) => segment);
  return segments
    .map((word) => (hasHan(word) ? pinyinOf(word, { isPerson: false }).syllables.join("") : word))
    .join("_");
}

/** The name, or the name with the first number that is not taken. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name) || reservedNames.has(name); count++) {
    name = `${wanted}_${count}`;
  }
  return name;
}
