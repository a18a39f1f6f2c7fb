import type { ObjectDefinition, Values } from "@causeway/platform-contract";
import { isPersonObject } from "@causeway/platform-schema";
import { sortKey } from "../search/pinyin-of.ts";
import { searchEntry } from "../search/search-entry.ts";

/** What a record is stored with beside its values, computed from them alone. */
export interface DerivedValues {
  /** By which lists order it. */
  readonly titleKey: string;
  /** Its entry of search, as JSON: one text, where thousands of numbers would wait to be stored. */
  readonly entry: string;
}

/** Costs more than all else that is computed for a new record: whoever can computes it while the database works. */
export function derivedOf(object: ObjectDefinition, values: Values): DerivedValues {
  return { titleKey: titleKeyOf(object, values), entry: entryOf(object, values) };
}

export function entryOf(object: ObjectDefinition, values: Values): string {
  const { text, grams } = searchEntry(object, values);
  return JSON.stringify({ text, grams: `{${grams.join(",")}}` });
}

export function titleKeyOf(object: ObjectDefinition, values: Values): string {
  const isPerson = isPersonObject(object);
  return sortKey(String(values[object.titleField] ?? ""), { isPerson });
}
