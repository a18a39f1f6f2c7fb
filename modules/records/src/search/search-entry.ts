import type { Field, ObjectDefinition, Values } from "@causeway/platform-contract";
import { fieldTypes, isPersonObject, isSearched } from "@causeway/platform-schema";
import { cutText } from "./cut-text.ts";
import { gramsOfInitials, gramsOfText, objectGram } from "./grams.ts";
import { hasHan, pinyinOf } from "./pinyin-of.ts";

/** What search knows about one record. */
export interface SearchEntry {
  /** Normalised lines; a candidate must contain every word of the query. */
  readonly text: string;
  /** Hashes of character sequences, by which candidates are found. */
  readonly grams: readonly number[];
}

const longestLine = 200;

/** Text as search compares it: compatibility forms unified, lower case, one line. */
export function normalizeForSearch(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, " ")
    .trim();
}

/** The search entry of a record. */
export function searchEntry(object: ObjectDefinition, values: Values): SearchEntry {
  const lines: string[] = [];
  const grams = new Set([objectGram(object.name)]);
  const isPerson = isPersonObject(object);
  // The first line is the title: what ranks by it need not know where its field stands.
  const isTitle = ({ name }: Field) => name === object.titleField;
  const fields = [
    ...object.fields.filter(isTitle),
    ...object.fields.filter((field) => !isTitle(field)),
  ];
  for (const field of fields) {
    const value = values[field.name];
    if (typeof value !== "string" || !isSearched(object, field)) continue;
    const isDigits = fieldTypes[field.type].search?.as === "digits";
    const line = isDigits ? value.replace(/\D/g, "") : normalizeForSearch(value);
    addLine(cutText(line, longestLine), { lines, grams, isPerson });
  }
  return { text: lines.join("\n"), grams: [...grams] };
}

interface Draft {
  readonly lines: string[];
  readonly grams: Set<number>;
  readonly isPerson: boolean;
}

function addLine(line: string, { lines, grams, isPerson }: Draft): void {
  lines.push(line);
  for (const gram of gramsOfText(line)) grams.add(gram);
  if (!hasHan(line)) return;
  for (const sound of soundsOf(line, isPerson)) {
    lines.push(sound.full, sound.initials);
    for (const gram of gramsOfText(sound.full)) grams.add(gram);
    for (const gram of gramsOfInitials(sound.initials)) grams.add(gram);
  }
}

/** Both readings where they differ: 乐乐 as yuele (a surname) and as lele. */
function soundsOf(line: string, isPerson: boolean) {
  const readings = [pinyinOf(line, { isPerson: false })];
  if (isPerson) readings.push(pinyinOf(line, { isPerson: true }));
  const sounds = new Map<string, { full: string; initials: string }>();
  for (const { syllables } of readings) {
    const words = syllables.map((syllable) => syllable.replace(/[^\p{L}\p{N}]/gu, ""));
    const full = words.join("");
    sounds.set(full, {
      full,
      initials: words.map((word) => [...word].slice(0, 1).join("")).join(""),
    });
  }
  return sounds.values();
}
