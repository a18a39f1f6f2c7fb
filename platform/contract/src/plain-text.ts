import { z } from "zod";
import { schemaMessage } from "./schema-messages.ts";

const loneSurrogate = /\p{Surrogate}/u;
const loneSurrogates = /\p{Surrogate}/gu;

/** Whether PostgreSQL can hold a text: no NUL, no lone surrogate. */
export function isPlainText(text: string): boolean {
  return !text.includes("\0") && !loneSurrogate.test(text);
}

/** Text that PostgreSQL can hold, at most `longest` UTF-16 units. */
export function plainText(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .refine(isPlainText, { message: schemaMessage("character") });
}

/** Text to look for: what no stored text can hold is left out of it, at most `longest` UTF-16 units. */
export function soughtText(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .overwrite((text) => text.replaceAll("\0", "").replaceAll(loneSurrogates, "\ufffd"));
}

interface Place {
  readonly value: unknown;
  readonly key: PropertyKey;
  readonly outer: Place | null;
}

/** The place of the first text or name that PostgreSQL cannot hold, in anything that was read from JSON; null where there is none. */
export function findUnstorable(value: unknown): readonly PropertyKey[] | null {
  // A list of its own, no recursion: what is looked through may be as deep as its sender liked.
  const waiting: Place[] = [{ value, key: "", outer: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isUnstorable(next.value)) return pathTo(next);
    for (const part of partsOf(next)) waiting.push(part);
  }
  return null;
}

function isUnstorable(value: unknown): boolean {
  if (typeof value === "string") return !isPlainText(value);
  const hasNames = typeof value === "object" && value !== null && !Array.isArray(value);
  return hasNames && !Object.keys(value).every(isPlainText);
}

/** What may hold such a text itself. */
function partsOf(outer: Place): readonly Place[] {
  const parts = asParts(outer.value);
  return parts === null
    ? []
    : parts.flatMap(([key, value]) => {
        const holds = typeof value === "string" || typeof value === "object";
        return holds ? [{ value, key, outer }] : [];
      });
}

function asParts(value: unknown): readonly (readonly [PropertyKey, unknown])[] | null {
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value);
}

function pathTo(place: Place): readonly PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at = place; at.outer !== null; at = at.outer) path.push(at.key);
  return path.reverse();
}

/** What PostgreSQL cannot hold, as JSON.stringify writes it: NUL and lone surrogates, after an even number of backslashes. */
const unstorable = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/i;

/** An object as JSON whose names and texts PostgreSQL can hold. */
export function plainJsonObject() {
  return z
    .record(z.string().max(100), z.json())
    .refine((value) => !unstorable.test(JSON.stringify(value)), {
      message: schemaMessage("character"),
    });
}
