import type { TextKey, Translate } from "../texts/text.ts";

type Fields = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What of an input's limits the words need; numbers and days as they are written in the page. */
export interface InputLimits {
  readonly type: string;
  readonly min: string;
  readonly max: string;
  readonly minLength: number;
}

/** The words for what is wrong with an input, most basic first; undefined where a word for it is missing here. */
export function validityWords(
  validity: Pick<ValidityState, Exclude<keyof ValidityState, "customError" | "valid">>,
  { type, min, max, minLength }: InputLimits,
):
  | { readonly key: TextKey; readonly values?: Readonly<Record<string, string | number>> }
  | undefined {
  if (validity.valueMissing) return { key: "validity.missing" };
  if (validity.badInput) return { key: "validity.badNumber" };
  if (validity.typeMismatch)
    return { key: type === "email" ? "validity.badEmail" : "validity.badUrl" };
  if (validity.tooShort) return { key: "validity.short", values: { shown: minLength } };
  if (validity.rangeUnderflow) return { key: "validity.low", values: { least: min } };
  if (validity.rangeOverflow) return { key: "validity.high", values: { most: max } };
  if (validity.stepMismatch) return { key: "validity.step" };
  if (validity.patternMismatch) return { key: "validity.pattern" };
  return undefined;
}

const isField = (target: EventTarget | null): target is Fields =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement ||
  target instanceof HTMLTextAreaElement;

const limitsOf = (field: Fields): InputLimits => ({
  type: field.type,
  min: field instanceof HTMLInputElement ? field.min : "",
  max: field instanceof HTMLInputElement ? field.max : "",
  minLength: field instanceof HTMLSelectElement ? 0 : field.minLength,
});

/**
 * Bubbles of the browser speak the browser's language; from here on they speak the product's. The words are taken away
 * before the field is looked at again, so that they never keep a form from being sent.
 */
export function sayRefusals(document: Document, t: Translate): void {
  const said = new Set<Fields>();
  const forget = () => {
    for (const field of said) field.setCustomValidity("");
    said.clear();
  };
  document.addEventListener(
    "invalid",
    ({ target }) => {
      if (!isField(target) || target.validity.customError) return;
      const words = validityWords(target.validity, limitsOf(target));
      if (words === undefined) return;
      target.setCustomValidity(t(words.key, words.values));
      said.add(target);
    },
    true,
  );
  for (const event of ["input", "change", "click", "keydown"]) {
    document.addEventListener(event, forget, true);
  }
}
