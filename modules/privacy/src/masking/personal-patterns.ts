import type { PersonalKind } from "@causeway/platform-contract";
import { maskedEmail, maskedPhone } from "@causeway/platform-schema";

/** Replaces what reaches a person, wherever it stands in a text. */
export type TextMask = (text: string) => string;

/** Also with the sign as addresses of pages write it. */
const email = /[\p{L}\p{N}._%+'-]+?(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** Chinese mobile numbers in groups of any cut, numbers with an area code, and such as begin with a plus sign. */
const phones = [
  /(?<![\dA-Za-z])(?:(?:\+|00|%2B)?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}(?![\dA-Za-z])/g,
  /(?<![\dA-Za-z-])\(?0\d{2,3}\)?[ -]\d{7,8}(?!\d)/g,
  /(?<![\dA-Za-z])(?:\+|%2B)\d(?:[ ()-]{0,2}\d){6,17}(?!\d)/g,
  /(?<![\dA-Za-z-])400[ -]?\d{3}[ -]?\d{4}(?!\d)/g,
] as const;

/** How a kind of value is found and masked in texts; a name has no shape by which it could be. */
export const textMasks: Readonly<
  Record<Exclude<PersonalKind, "name">, (mask: TextMask) => TextMask>
> = {
  email: (mask) => (text) => text.replace(email, mask),
  phone: (mask) => (text) => phones.reduce((rest, phone) => rest.replace(phone, mask), text),
};

/** What stands for a value of the kind where its shape may be seen. */
export const shapes: Readonly<Record<Exclude<PersonalKind, "name">, TextMask>> = {
  email: maskedEmail,
  phone: maskedPhone,
};
