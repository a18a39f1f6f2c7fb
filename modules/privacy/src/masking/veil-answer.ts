import { wordsPattern } from "@causeway/platform-audit";
import type { PersonalKind, Sight } from "@causeway/platform-contract";
import { concealed, maskedName, maskedPhone } from "@causeway/platform-schema";
import type { KeptWords, Named } from "./kept-words.ts";
import { shapes, type TextMask, textMasks } from "./personal-patterns.ts";

/** What is kept of each kind, wherever it stands. */
export type KeptKinds = ReadonlyMap<PersonalKind, Exclude<Sight, "whole">>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const eventNumber = /^[1-9]\d{0,17}$/;

/** The ids that stand in an answer, or in what it was asked for. */
export function namedIn(...values: readonly unknown[]): Named & { readonly hasTexts: boolean } {
  const ids = new Set<string>();
  const events = new Set<string>();
  let hasTexts = false;
  for (const text of textsIn(values)) {
    if (eventNumber.test(text)) events.add(text);
    const found = text.match(uuids);
    for (const id of found ?? []) ids.add(id.toLowerCase());
    if (!uuid.test(text)) hasTexts = true;
  }
  return { ids: [...ids], events: [...events], hasTexts };
}

/** An answer without what is kept: texts masked, numbers of phones left out. */
export function veilAnswer(answer: unknown, words: KeptWords, kinds: KeptKinds): unknown {
  const mask = leafMask(maskTexts(answer, words, kinds), kinds);
  const walk = (value: unknown, key: string, isTrait: boolean): unknown => {
    if (Array.isArray(value)) return value.map((each) => walk(each, key, isTrait));
    if (typeof value !== "object" || value === null) return mask(value, key, isTrait);
    const members = Object.entries(value).map(([name, each]) => [
      mask(name, "", false),
      walk(each, name, isTrait || name === "traits" || name === "payload"),
    ]);
    return Object.fromEntries(members);
  };
  return walk(answer, "", false);
}

type LeafMask = (value: unknown, key: string, isTrait: boolean) => unknown;

function leafMask(text: TextMask, kinds: KeptKinds): LeafMask {
  const name = (value: string) => (kinds.get("name") === "hidden" ? concealed : maskedName(value));
  const phone = (value: number) =>
    kinds.get("phone") === "hidden" ? concealed : maskedPhone(String(value));
  return (value, key, isTrait) => {
    if (typeof value === "number") {
      return kinds.has("phone") && phoneKey.test(key) && value > 999_999 ? phone(value) : value;
    }
    if (typeof value !== "string" || uuid.test(value)) return value;
    return isTrait && kinds.has("name") && nameKey.test(key) ? name(value) : text(value);
  };
}

/** Names of members by which events carry what somebody is called; read with the traits of a person only. */
const nameKey = /^((first|last|full|nick|contact)[ _-]?name|name|姓名|联系人)$/i;
const phoneKey = /phone|mobile|tel|手机|电话/i;

function maskTexts(answer: unknown, words: KeptWords, kinds: KeptKinds): TextMask {
  const whole = [...textsIn([answer])].join("\n").toLowerCase();
  const squeezed = whole.replace(/[ -]/g, "");
  const present = [...words.keys()].filter((word) => {
    const plain = word.trim().toLowerCase();
    const national = plain.replace(/^\+86/, "");
    return (
      whole.includes(plain) ||
      whole.includes(encodeURIComponent(word).toLowerCase()) ||
      (/^\d{7,}$/.test(national) && squeezed.includes(national))
    );
  });
  const source = wordsPattern(present, shortestWord);
  const byWord = new Map(present.map((word) => [plainOf(word), words.get(word) ?? concealed]));
  const pattern = source === null ? null : new RegExp(source, "giu");
  const masks = [...kinds].flatMap(([kind, sight]) =>
    kind === "name" ? [] : [textMasks[kind](sight === "hidden" ? () => concealed : shapes[kind])],
  );
  return (text) => {
    const named =
      pattern === null
        ? text
        : text.replace(pattern, (found) => byWord.get(plainOf(found)) ?? concealed);
    return masks.reduce((rest, mask) => mask(rest), named);
  };
}

const shortestWord = 3;

/** The same for every spelling of a word that a pattern finds. */
function plainOf(word: string): string {
  const text = decoded(word).trim().toLowerCase();
  return /^[+\d -]+$/.test(text) ? text.replace(/[ -]/g, "").replace(/^\+86/, "") : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function* textsIn(values: readonly unknown[]): Generator<string> {
  for (const value of values) {
    if (typeof value === "string") yield value;
    else if (Array.isArray(value)) yield* textsIn(value);
    else if (typeof value === "object" && value !== null) {
      yield* Object.keys(value);
      yield* textsIn(Object.values(value));
    }
  }
}
