import { normalizeEmail, normalizeId, normalizePhone } from "@causeway/module-identity";
import type { TombstoneKey } from "@causeway/platform-audit";

/** Longer texts are no identifiers; within them addresses, numbers and ids are looked for. */
const longestValue = 500;
/** Of one text; more is no text about people. */
const mostParts = 400;

/** Whether any text of a JSON value holds an address, number or id of somebody who was erased. */
export function namesErased(
  value: unknown,
  buried: ReadonlySet<string>,
  key: TombstoneKey,
): boolean {
  return textsOf(value).some((text) => erasedParts(text, buried, key).length > 0);
}

/** The parts of a JSON value's texts that are an erased person's, as they stand there. */
export function erasedTexts(
  value: unknown,
  buried: ReadonlySet<string>,
  key: TombstoneKey,
): readonly string[] {
  const texts = textsOf(value);
  return [
    ...texts.flatMap((text) => erasedParts(text, buried, key)),
    ...texts.flatMap((text) => nameParts(text).filter((part) => buried.has(key.ofName(part)))),
  ];
}

/** A value as the identity graph would write it, whatever it is. */
export function spellings(text: string): readonly string[] {
  if (text.length > longestValue) return [];
  const found = [normalizeId(text), normalizeEmail(text), normalizePhone(text)?.number ?? null];
  return [...new Set(found.filter((each) => each !== null))];
}

function erasedParts(
  text: string,
  buried: ReadonlySet<string>,
  key: TombstoneKey,
): readonly string[] {
  return partsOf(text).filter((part) =>
    spellings(part).some((each) => {
      const hash = key.ofValue(each);
      return hash !== null && buried.has(hash);
    }),
  );
}

/** A text as a whole, and what in it looks like an address, a number or an id. */
function partsOf(text: string): readonly string[] {
  const plain = decoded(text);
  const parts = [
    text,
    ...(plain.match(/[^\s@<>"',;:()=&?/]+@[^\s@<>"',;:()=&?/]+/gu) ?? []),
    ...(plain.match(/\+?\d[\d -]{5,18}\d/gu) ?? []),
    ...(plain.match(/[\p{L}\p{N}_.+-]{6,}/gu) ?? []),
  ];
  return [...new Set(parts)].slice(0, mostParts);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Runs of Chinese characters as long as names are, and words that stand beside each other. */
function nameParts(text: string): readonly string[] {
  const runs = text.match(/\p{Script=Han}{2,}/gu) ?? [];
  const han = runs.flatMap((run) => {
    const characters = [...run];
    return characters.flatMap((_, start) =>
      [2, 3, 4].flatMap((length) =>
        start + length <= characters.length
          ? [characters.slice(start, start + length).join("")]
          : [],
      ),
    );
  });
  const words = text.match(/[\p{Script=Latin}'’-]+/gu) ?? [];
  const latin = words.flatMap((_, start) =>
    [2, 3].map((length) => words.slice(start, start + length).join(" ")),
  );
  return [...new Set([...han, ...latin])].slice(0, mostParts * 4);
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
