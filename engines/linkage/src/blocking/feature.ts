import type { KindedColumn } from "../columns/build-fields.ts";
import type { CodedColumn } from "../columns/coded-column.ts";
import { parseDate } from "../columns/parse-date.ts";
import { addressWords } from "../comparators/address.ts";
import { partsOfName } from "../comparators/full-name.ts";
import { numbersIn } from "../comparators/numbers-in-text.ts";
import { subscriberDigits } from "../comparators/phone.ts";
import type { ColumnKind } from "../comparators/registry.ts";
import { siteOf } from "../comparators/website.ts";
import { companyName } from "../text/company-name.ts";
import { wordsOfText } from "../text/measures.ts";
import { pinyinKey } from "../text/pinyin-key.ts";
import { wordsOf } from "../text/words.ts";

/** Something of a value by which rows may be put together: a value has none, one or several. */
export interface Feature {
  readonly name: string;
  readonly column: string;
  /** Row r has the keys from `starts[r]` to `starts[r + 1]`. */
  readonly starts: Uint32Array;
  readonly keys: Uint32Array;
  /** Keys are below this. */
  readonly size: number;
  /** Whether no row has more than one key. */
  readonly isSingle: boolean;
  /** Too coarse to stand alone; only together with another column's. */
  readonly isCoarse: boolean;
  /** Whether rows may agree in it that do not agree in the whole value. */
  readonly isPart: boolean;
}

type IsCoarse = boolean | ((column: CodedColumn) => boolean);
type Cut = readonly [name: string, keys: (value: string) => readonly string[], isCoarse?: IsCoarse];

const partial: ReadonlySet<string> = new Set(["3 letters", "codes", "local part", "words", "year"]);
const whole: Cut = ["", (value) => [value]];
const beginning: Cut = ["3 letters", (value) => [value.slice(0, 3)], true];
const sound = (value: string): string => pinyinKey(value).replaceAll(" ", "");

const cuts: Readonly<Record<ColumnKind, readonly Cut[]>> = {
  address: [
    ["whole", (value) => [addressWords(value).join(" ")]],
    ["words", (value) => addressWords(value)],
  ],
  category: [["", (value) => [value], true]],
  code: [["", (value) => [value.replace(/[^\p{L}\p{N}]/gu, "") || value]]],
  company: [
    ["core", (value) => [sound(companyName(value).core)]],
    ["words", (value) => wordsOf(companyName(value).core)],
  ],
  date: [
    ["", (value) => [String(parseDate(value) ?? value)]],
    ["year", (value) => [String(parseDate(value) ?? value).slice(0, 4)], true],
  ],
  email: [whole, ["local part", (value) => [value.replace(/@.*$/, "").replace(/[._-]/g, "")]]],
  "full-name": [
    ["parts", (value) => [pinyinKey(partsOfName(value).toSorted().join(" ")).replaceAll(" ", "")]],
    ["words", (value) => partsOfName(value).filter((part) => part.length > 1)],
  ],
  name: [["", (value) => [sound(value)]], beginning],
  number: [["", (value) => [value], isShared]],
  people: [["words", (value) => wordsOf(value).filter((word) => word.length > 2)]],
  phone: [["", (value) => [subscriberDigits(value).slice(-7)]]],
  text: [
    ["whole", (value) => [value]],
    ["words", (value) => wordsOfText(value).filter((word) => word.length > 1)],
    ["codes", (value) => numbersIn(value).filter((number) => number.length > 3)],
  ],
  website: [["site", (value) => [siteOf(value)]]],
};

/** Whether a row shares its value with another one on average, or with more. */
function isShared({ counts, filled }: CodedColumn): boolean {
  let pairs = 0;
  for (const count of counts) pairs += (count * (count - 1)) / 2;
  return pairs > filled;
}

/** The features of a column. */
export function featuresOf({ column, kind }: KindedColumn): readonly Feature[] {
  return cuts[kind].map(([cut, keysOf, isCoarse = false]) => {
    const places = new Map<string, number>();
    let isSingle = true;
    const ofValue = column.values.map((value) => {
      const own = new Set<number>();
      for (const key of keysOf(value)) {
        if (key === "") continue;
        const place = places.get(key) ?? places.size;
        places.set(key, place);
        own.add(place);
      }
      if (own.size > 1) isSingle = false;
      return [...own];
    });
    const { starts, keys } = keysOfRows(column.ids, ofValue);
    const name = cut === "" ? column.name : `${column.name}: ${cut}`;
    return {
      name,
      column: column.name,
      starts,
      keys,
      size: places.size,
      isSingle,
      isCoarse: typeof isCoarse === "boolean" ? isCoarse : isCoarse(column),
      isPart: partial.has(cut),
    };
  });
}

function keysOfRows(ids: Int32Array, ofValue: readonly (readonly number[])[]) {
  const starts = new Uint32Array(ids.length + 1);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] ?? -1;
    starts[row + 1] = (starts[row] ?? 0) + (id < 0 ? 0 : (ofValue[id]?.length ?? 0));
  }
  const keys = new Uint32Array(starts[ids.length] ?? 0);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] ?? -1;
    if (id >= 0) keys.set(ofValue[id] ?? [], starts[row] ?? 0);
  }
  return { starts, keys };
}
